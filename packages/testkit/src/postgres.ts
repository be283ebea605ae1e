import { existsSync, statSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { randomName } from '@flexoffice/base'
import { type RunningPostgres, startPostgres } from '@flexoffice/postgres-process'
import { readLock } from '@flexoffice/postgres-process/lock'
import { isStillThere } from '@flexoffice/postgres-process/processes'
import pg from 'pg'
import { makeClusterFolder } from './prepared-cluster.ts'
import { testFolder } from './test-folder.ts'

/** A PostgreSQL server for tests. */
export interface TestPostgres {
  /** As superuser, for pg's Client and Pool. */
  connection: RunningPostgres['connection']
  processId: number
  /** Makes a database: empty, or a copy of a template (a name from `createTemplate`, or any database nobody is in). */
  createDatabase(fromTemplate?: string): Promise<TestDatabase>
  /** Prepares a template once per server, whoever asks first; returns the name for `createDatabase`. */
  createTemplate(
    key: string,
    prepare: (connection: RunningPostgres['connection']) => Promise<void>,
  ): Promise<string>
  /** Gives the server back; the last to do so ends it and deletes its data. */
  stop(): Promise<void>
}

/** A database of a test server. */
export interface TestDatabase {
  name: string
  connection: RunningPostgres['connection']
  /** Runs a statement as superuser on a connection of its own. */
  query<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>
  /** Removes it, ending whatever is still connected. */
  drop(): Promise<void>
}

/** What differs from the shared server. */
export interface TestPostgresOptions {
  /** A server of one's own: needed by tests that change roles, settings or stop the server. */
  private?: boolean
  settings?: Record<string, string>
}

interface Shared {
  users: number
  started: Promise<StartedServer>
}

interface StartedServer {
  server: RunningPostgres
  folder: string
  templates: Map<string, Promise<string>>
}

const folderPrefix = 'flexoffice-test-'
const quickSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  jit: 'off',
  shared_buffers: '64MB',
  max_connections: '200',
  max_wal_size: '256MB',
}

/** On globalThis, because the test runner loads this module anew for every test file. */
const holder = globalThis as { [sharedKey]?: Shared }
const sharedKey = Symbol.for('flexoffice.testkit.postgres')

/** Starts a PostgreSQL server for tests, or joins the one that this process has. */
export async function startTestPostgres(options: TestPostgresOptions = {}): Promise<TestPostgres> {
  if (options.private || options.settings) {
    const started = await startServer(options.settings ?? {})
    return offer(started, () => endServer(started))
  }
  const shared = holder[sharedKey] ?? { users: 0, started: startServer({}) }
  holder[sharedKey] = shared
  shared.users += 1
  const started = await shared.started
  return offer(started, async () => {
    shared.users -= 1
    if (shared.users > 0) return
    holder[sharedKey] = undefined
    await endServer(started)
  })
}

function offer(started: StartedServer, giveBack: () => Promise<void>): TestPostgres {
  const { server, templates } = started
  let given: Promise<void> | undefined
  return {
    connection: server.connection,
    processId: server.processId,
    createDatabase: (fromTemplate) => createDatabase(server, fromTemplate),
    createTemplate(key, prepare) {
      const known = templates.get(key) ?? createTemplate(server, prepare)
      templates.set(key, known)
      return known
    },
    stop() {
      given ??= giveBack()
      return given
    },
  }
}

async function createTemplate(
  server: RunningPostgres,
  prepare: (connection: RunningPostgres['connection']) => Promise<void>,
): Promise<string> {
  const database = await createDatabase(server)
  await prepare(database.connection)
  return database.name
}

async function createDatabase(server: RunningPostgres, template = 'template0'): Promise<TestDatabase> {
  const name = `test_${randomName(10)}`
  const connection = { ...server.connection, database: name }
  await run(
    server.connection,
    `CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(template)} STRATEGY FILE_COPY`,
  )
  return {
    name,
    connection,
    query: (sql, values) => run(connection, sql, values),
    drop: async () => {
      await run(server.connection, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

async function run<Row>(connection: pg.ClientConfig, sql: string, values?: unknown[]): Promise<Row[]> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const result = await client.query(sql, values)
    return result.rows as Row[]
  } finally {
    await client.end()
  }
}

async function startServer(settings: Record<string, string>): Promise<StartedServer> {
  await sweepAbandoned()
  const folder = await makeClusterFolder(folderPrefix)
  const server = await startPostgres({
    label: 'test',
    dataFolder: folder,
    log: { info() {}, warn() {} },
    settings: { ...quickSettings, ...settings },
    keepAlive: false,
  })
  return { server, folder, templates: new Map() }
}

async function endServer({ server, folder }: StartedServer): Promise<void> {
  await server.stop()
  await rm(dirname(server.data), { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
}

/** Deletes what killed test runs have left; a folder younger than a minute may still be starting. */
async function sweepAbandoned(): Promise<void> {
  const parent = testFolder()
  for (const name of await readdir(parent)) {
    if (!name.startsWith(folderPrefix)) continue
    const folder = join(parent, name)
    const lock = readLock(join(folder, 'lock'))
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    const inUse = lock ? isStillThere(lock.holder) : age < 60_000
    if (inUse || existsSync(join(folder, 'location'))) continue
    await rm(folder, { recursive: true, force: true }).catch(() => {})
  }
}
