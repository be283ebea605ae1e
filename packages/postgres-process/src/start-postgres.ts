import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { prepareBinaries } from './binaries.ts'
import { createData, keepPassword, makePassword, resetPassword, superuser } from './create-data.ts'
import { endLeftover } from './leftover.ts'
import { takeLock } from './lock.ts'
import { findPlaces, makeSocketFolder, type Places, removeSocketFolder } from './places.ts'
import { isAlive } from './processes.ts'
import { startRefused } from './refusal.ts'
import { type GuardedProcess, type PostgresExit, spawnGuarded } from './watchdog.ts'

/** The part of a structured log that is used here (pino's shape). */
export interface PostgresLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/** What to start. */
export interface PostgresOptions {
  /** For the log and for the list of processes. */
  label: string
  /** Where the data lies, or the note that says where; made on first use. */
  dataFolder: string
  log: PostgresLog
  /** Where the superuser's password is kept (0600); by default in the data folder, outside of PostgreSQL's own. */
  passwordFile?: string
  /** A folder with `bin/postgres`, in place of the npm package. */
  binaries?: string
  /** PostgreSQL's own settings, over those of this package. */
  settings?: Record<string, string>
  /** More options for initdb, used only when the data folder is made. */
  initOptions?: string[]
  /** False lets the process end while the server runs, which then ends too. */
  keepAlive?: boolean
  /** How long recovery may take before the start counts as failed. */
  startTimeoutSeconds?: number
}

/** A PostgreSQL server that answers. */
export interface RunningPostgres {
  /** The folder of the Unix socket. */
  host: string
  port: number
  superuser: { user: string; password: string }
  /** For pg's Client and Pool; add `database` for another than `postgres`. */
  connection: { host: string; port: number; user: string; password: string; database: string }
  processId: number
  /** Where PostgreSQL's own files lie. */
  data: string
  /** Whether the data folder was made by this start. */
  created: boolean
  /** Shuts down in order: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>
  /** Resolves when the server has ended, by `stop` or by itself. */
  exited: Promise<PostgresExit & { expected: boolean }>
}

export const port = 5432

const baseSettings: Record<string, string> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // What people's statements did wrong is told to them; their texts and values do not belong into the server's log.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_line_prefix: '',
}

/** Starts a PostgreSQL server, or refuses saying why; see the package's README for what it guarantees. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  if (process.platform === 'win32') {
    throw startRefused(
      'postgres_platform',
      'The embedded PostgreSQL does not run on Windows. Use WSL, or give DATABASE_URL.',
    )
  }
  const places = findPlaces(options.dataFolder)
  const host = await makeSocketFolder(places.account)
  try {
    const lock = takeLock(places.place, host)
    try {
      await clearUp(lock.previous?.socketFolder, places, options)
      return await startHeld(places, host, options, lock.release)
    } catch (cause) {
      lock.release()
      throw cause
    }
  } catch (cause) {
    await removeSocketFolder(host)
    throw cause
  }
}

async function clearUp(
  oldSockets: string | undefined,
  places: Places,
  options: PostgresOptions,
): Promise<void> {
  const ended = await endLeftover(places.data)
  if (ended.length > 0)
    options.log.warn({ processIds: ended }, `ended a left-over ${options.label} PostgreSQL`)
  if (oldSockets) await removeSocketFolder(oldSockets)
}

async function startHeld(
  places: Places,
  host: string,
  options: PostgresOptions,
  release: () => void,
): Promise<RunningPostgres> {
  const binaries = options.binaries ?? (await prepareBinaries(places.account))
  const environment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' }
  const passwordFile = options.passwordFile ?? join(places.dataFolder, 'superuser-password')
  const known = readText(passwordFile)
  const password = known || makePassword()
  if (!known && existsSync(join(places.data, 'PG_VERSION'))) {
    await resetPassword(places, binaries, password, environment)
    options.log.warn(
      { passwordFile },
      `the superuser's password of the ${options.label} PostgreSQL was missing and is new`,
    )
  }
  if (!known) await keepPassword(passwordFile, password)
  const created = await createData(places, binaries, password, environment, options.initOptions ?? [])
  const guarded = spawnGuarded(
    postgresCommand(places.data, host, binaries, options),
    places.account,
    environment,
    (line) => options.log.info({ postgres: options.label }, line),
  )
  if (options.keepAlive === false) guarded.keepAlive(false)
  const connection = { host, port, user: superuser, password, database: 'postgres' }
  try {
    const processId = await waitUntilReady(places.data, guarded, connection, options)
    return {
      ...describe(connection, places, processId, created),
      ...control(guarded, processId, host, release),
    }
  } catch (cause) {
    guarded.letGo()
    await guarded.exited
    throw cause
  }
}

function postgresCommand(data: string, host: string, binaries: string, options: PostgresOptions): string[] {
  const settings: Record<string, string> = {
    ...baseSettings,
    cluster_name: `flexoffice-${options.label}`,
    unix_socket_directories: host,
    port: `${port}`,
    ...options.settings,
  }
  const assignments = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return [join(binaries, 'bin', 'postgres'), '-D', data, ...assignments]
}

/** PostgreSQL writes its state into the last line of postmaster.pid, which is cheaper to ask than the socket. */
async function waitUntilReady(
  data: string,
  guarded: GuardedProcess,
  connection: RunningPostgres['connection'],
  options: PostgresOptions,
): Promise<number> {
  const deadline = Date.now() + (options.startTimeoutSeconds ?? 600) * 1000
  while (Date.now() < deadline) {
    const lines = readText(join(data, 'postmaster.pid')).split('\n')
    if (lines[7]?.trim() === 'ready') {
      await connectOnce(connection)
      return Number(lines[0])
    }
    if (guarded.hasExited()) throw failed('ended', guarded, options)
    await sleep(5)
  }
  throw failed('is not ready in time', guarded, options)
}

async function connectOnce(connection: RunningPostgres['connection']): Promise<void> {
  const client = new pg.Client(connection)
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw startRefused('postgres_no_connection', `PostgreSQL runs but refuses us: ${why}`, cause)
  }
  await client.end()
}

function failed(what: string, guarded: GuardedProcess, options: PostgresOptions): Error {
  const words = guarded.lastLines().join('\n')
  return startRefused(
    'postgres_start_failed',
    `The ${options.label} PostgreSQL ${what}. Its last words:\n${words}`,
  )
}

function describe(
  connection: RunningPostgres['connection'],
  places: Places,
  processId: number,
  created: boolean,
) {
  const { host, user, password } = connection
  return { host, port, superuser: { user, password }, connection, processId, data: places.data, created }
}

function control(guarded: GuardedProcess, processId: number, host: string, release: () => void) {
  let expected = false
  const exited = guarded.exited.then(async (exit) => {
    await untilEnded(processId)
    await removeSocketFolder(host)
    release()
    return { ...exit, expected }
  })
  async function stop(): Promise<void> {
    expected = true
    guarded.keepAlive(true)
    guarded.letGo()
    // A service manager that signals every process has ended the watchdog already.
    if (!guarded.hasExited()) interrupt(processId)
    await exited
  }
  return { stop, exited }
}

/** Its pipes close a moment before the process is gone, which shows where the watchdog did not wait for it. */
async function untilEnded(processId: number): Promise<void> {
  const deadline = Date.now() + 5_000
  while (isAlive(processId) && Date.now() < deadline) await sleep(5)
}

function interrupt(processId: number): void {
  try {
    process.kill(processId, 'SIGINT')
  } catch {
    // It has ended meanwhile.
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}
