import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '@flexoffice/base'
import pg from 'pg'
import { pino } from 'pino'
import type { Config } from './core/config.ts'
import { readConfig } from './core/config.ts'
import { openKeys } from './core/keys.ts'
import { reachManagement } from './core/open-stores.ts'
import type { OperatorReach } from './features/people/operator-reset-link.ts'

export interface OperatorCommand<Given> {
  /** How a refusal or failure begins. */
  failed: string
  /** Reads what stands behind the command; throws before anything is opened. */
  read(args: string[]): Given
  /** Does it; answers the exit code. */
  work(reach: OperatorReach, given: Given, config: Config): Promise<number>
}

/**
 * Runs a command of the operator beside the server, whether that runs or not, as the owner of the management store. The
 * process ends with what it answers, with 1 where it refuses (an AppError), with 2 where it could not be done.
 */
export function runOperatorCommand<Given>(command: OperatorCommand<Given>): void {
  reachAndWork(command).then(
    (code) => process.exit(code),
    (error: unknown) => {
      const refused = error instanceof AppError
      const text = refused ? error.detail.public : error instanceof Error ? error.message : String(error)
      process.stderr.write(`${command.failed}: ${text}\n`)
      process.exit(refused ? 1 : 2)
    },
  )
}

async function reachAndWork<Given>({ read, work }: OperatorCommand<Given>): Promise<number> {
  const given = read(process.argv.slice(2))
  const config = readConfig(process.env, resolve(dirname(fileURLToPath(import.meta.url)), '../..'))
  checkInstalled(config)
  const keys = openKeys(config)
  const store = await reachManagement(config, pino({ level: 'silent' }))
  const client = new pg.Client(store.connection)
  try {
    await client.connect()
    const query: OperatorReach['query'] = async (text, values) =>
      (await client.query(text, values).catch(explainOlder)).rows as never
    return await work({ query, keys, publicUrl: config.publicUrl, now: new Date() }, given, config)
  } finally {
    await client.end()
    await store.stop()
  }
}

/** SQLSTATE of a function, a table and a schema that are not there. */
const missing = new Set(['42883', '42P01', '3F000'])

/** What a version brings to the management store is there once its server has started. */
function explainOlder(error: { code?: string }): never {
  if (!error.code || !missing.has(error.code)) throw error
  throw new Error(
    'the installation is of an older version; start the server of this version once, then call the command again.',
  )
}

/** A wrong folder must not be filled with keys and databases of a new installation. */
function checkInstalled({ databaseUrl, dataFolder }: Config): void {
  if (databaseUrl || existsSync(join(dataFolder, 'keys'))) return
  throw new Error(
    `${dataFolder} is no data folder of a FlexOffice; set FLEXOFFICE_DATA as the server has it.`,
  )
}
