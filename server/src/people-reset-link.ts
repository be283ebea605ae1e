import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { pino } from 'pino'
import type { Config } from './core/config.ts'
import { readConfig } from './core/config.ts'
import { openKeys } from './core/keys.ts'
import { reachManagement } from './core/open-stores.ts'
import { makeOperatorResetLink } from './features/people/operator-reset-link.ts'

/**
 * `npm run people:reset-link -- EMAIL`: prints a one-time link by which whoever has this e-mail sets a new password. For the
 * only Admin, whom nobody in the product can help. Works while the server runs and while it is stopped. Exit code 0 =
 * printed, 1 = nobody can sign in with this e-mail, 2 = could not look.
 */
async function main(): Promise<number> {
  const email = process.argv[2]
  if (!email) throw new Error('name the e-mail: npm run people:reset-link -- ana@example.com')
  const config = readConfig(process.env, resolve(dirname(fileURLToPath(import.meta.url)), '../..'))
  checkInstalled(config)
  const keys = openKeys(config)
  const store = await reachManagement(config, pino({ level: 'silent' }))
  const client = new pg.Client(store.connection)
  try {
    await client.connect()
    const made = await makeOperatorResetLink(
      {
        query: async (text, values) => (await client.query(text, values)).rows as never,
        keys,
        publicUrl: config.publicUrl,
        now: new Date(),
      },
      email,
    )
    if (!made) {
      process.stderr.write(`Nobody can sign in with ${email}: no such account, or it is deactivated.\n`)
      return 1
    }
    process.stdout.write(
      `For ${made.name}, once, until ${made.expiresAt.toISOString()}; links made before do not work any more:\n${made.link}\n`,
    )
    return 0
  } finally {
    await client.end()
    await store.stop()
  }
}

/** A wrong folder must not be filled with keys and databases of a new installation. */
function checkInstalled({ databaseUrl, dataFolder }: Config): void {
  if (databaseUrl || existsSync(join(dataFolder, 'keys'))) return
  throw new Error(
    `${dataFolder} is no data folder of a FlexOffice; set FLEXOFFICE_DATA as the server has it.`,
  )
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `The link could not be made: ${error instanceof Error ? error.message : String(error)}\n`,
    )
    process.exit(2)
  },
)
