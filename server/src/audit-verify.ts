import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { pino } from 'pino'
import { readConfig } from './core/config.ts'
import { verifyAudit } from './core/journal/verify-audit.ts'
import { openKeys } from './core/keys.ts'
import { openStores } from './core/open-stores.ts'

/**
 * `npm run audit:verify`: walks the whole audit chain and holds it against the anchored heads. Exit code 0 = whole, 1 = not,
 * 2 = could not look. Run it while the server is stopped, or with DATABASE_URL at any time.
 */
async function main(): Promise<number> {
  const config = readConfig(process.env, resolve(dirname(fileURLToPath(import.meta.url)), '../..'))
  const keys = openKeys(config)
  const stores = await openStores(config, pino({ level: 'silent' }))
  const pool = new pg.Pool({ ...stores.management, max: 1 })
  try {
    const result = await verifyAudit(
      pool,
      keys.derive('audit-chain'),
      join(config.dataFolder, 'audit', 'heads.jsonl'),
    )
    for (const { sequence, finding } of result.findings)
      process.stdout.write(`entry ${sequence}: ${finding}\n`)
    const anchor = result.anchoredTo
      ? `anchored heads cover entries 1 to ${result.anchoredTo}`
      : 'no anchored head yet'
    const verdict = result.findings.length === 0 ? 'whole' : 'NOT whole'
    process.stdout.write(
      `${result.entries} entries, ${result.erasedPayloads} erased payloads; ${anchor}; the chain is ${verdict}\n`,
    )
    return result.findings.length === 0 ? 0 : 1
  } finally {
    await pool.end()
    await stores.stop()
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `The audit log could not be verified: ${error instanceof Error ? error.message : String(error)}\n`,
    )
    process.exit(2)
  },
)
