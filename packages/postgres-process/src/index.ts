export { findRunning } from './find-running.ts'
export type { PostgresLog, PostgresOptions, RunningPostgres } from './start-postgres.ts'
export { startPostgres } from './start-postgres.ts'
export type { PostgresExit } from './watchdog.ts'
