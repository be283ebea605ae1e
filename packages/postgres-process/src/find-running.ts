import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { superuser } from './create-data.ts'
import { readLock } from './lock.ts'
import { readLocation } from './places.ts'
import { isStillThere } from './processes.ts'
import type { PostgresOptions, RunningPostgres } from './start-postgres.ts'
import { port } from './start-postgres.ts'

/** How to reach the server that another process has started on this data folder; null when none runs there. */
export function findRunning({
  dataFolder,
  passwordFile,
}: Pick<PostgresOptions, 'dataFolder' | 'passwordFile'>): RunningPostgres['connection'] | null {
  if (!existsSync(dataFolder)) return null
  const real = realpathSync(dataFolder)
  const lock = readLock(join(readLocation(real) ?? real, 'lock'))
  if (!lock || !isStillThere(lock.holder)) return null
  const password = readFileSync(passwordFile ?? join(real, 'superuser-password'), 'utf8').trim()
  return { host: lock.socketFolder, port, user: superuser, password, database: 'postgres' }
}
