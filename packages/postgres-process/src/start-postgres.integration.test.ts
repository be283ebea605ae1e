import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '@flexoffice/base'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findPostgresIn, isAlive } from './processes.ts'
import { type PostgresOptions, type RunningPostgres, startPostgres } from './start-postgres.ts'

const log = { info() {}, warn() {} }
const isRoot = process.getuid?.() === 0
let folder: string
let first: RunningPostgres

beforeAll(async () => {
  folder = await mkdtemp('/tmp/flexoffice-process-')
  await chmod(folder, 0o755)
  first = await start(join(folder, 'main'))
  await query(first, 'CREATE TABLE kept (id int PRIMARY KEY); INSERT INTO kept VALUES (1)')
  await first.stop()
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('first start makes a cluster that takes only the password, on a private socket', async () => {
  expect(first.created).toBe(true)
  expect(statSync(join(folder, 'main', 'superuser-password')).mode & 0o777).toBe(0o600)
  const running = await start(join(folder, 'main'))
  expect(running.created).toBe(false)
  expect(statSync(running.host).mode & 0o777).toBe(0o700)
  expect(running.host.length).toBeLessThan(80)
  await expect(query(running, 'SELECT 1', 'wrong')).rejects.toMatchObject({ code: '28P01' })
  expect(await query(running, 'SELECT id FROM kept')).toEqual([{ id: 1 }])
  expect(await query(running, "SELECT 'B' < 'a' AS code_points, lower('Ç') AS lower")).toEqual([
    { code_points: true, lower: 'ç' },
  ])
  await running.stop()
  expect(existsSync(running.host)).toBe(false)
  expect(existsSync(join(folder, 'main', 'lock'))).toBe(false)
  expect(isAlive(running.processId)).toBe(false)
})

test('a second start on the same data is refused with the id of the process that has it', async () => {
  const running = await start(join(folder, 'main'))
  const refusal = await start(join(folder, 'main')).catch((cause: unknown) => cause)
  expect(refusal).toBeInstanceOf(AppError)
  expect((refusal as AppError).detail.reason).toBe('postgres_already_running')
  expect((refusal as AppError).message).toContain(`process ${process.pid}`)
  expect(await query(running, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1 }])
  await running.stop()
})

test('kill -9 of the owner leaves no process, and nothing committed is lost', async () => {
  const owner = await startInChild(join(folder, 'main'))
  await query(owner.connection, 'INSERT INTO kept VALUES (2)')
  owner.child.kill('SIGKILL')
  while (findPostgresIn(owner.data, owner.processId).length > 0) await sleep(10)
  const running = await start(join(folder, 'main'))
  expect(await query(running, 'SELECT id FROM kept ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }])
  expect(existsSync(owner.connection.host)).toBe(false)
  await running.stop()
})

test('what is left over when the watchdog was killed too is ended by the next start', async () => {
  const owner = await startInChild(join(folder, 'main'))
  await query(owner.connection, 'INSERT INTO kept VALUES (3)')
  for (const processId of watchdogsOf(owner.processId)) process.kill(processId, 'SIGKILL')
  owner.child.kill('SIGKILL')
  await sleep(300)
  expect(isAlive(owner.processId)).toBe(true)
  const running = await start(join(folder, 'main'))
  expect(isAlive(owner.processId)).toBe(false)
  expect(await query(running, 'SELECT max(id) AS last FROM kept')).toEqual([{ last: 3 }])
  await running.stop()
})

test('stopping works when a service manager has ended the watchdog first, with a client still connected', async () => {
  const running = await start(join(folder, 'main'))
  const client = new pg.Client(running.connection)
  client.on('error', () => {})
  await client.connect()
  for (const processId of watchdogsOf(running.processId)) process.kill(processId, 'SIGTERM')
  process.kill(running.processId, 'SIGTERM')
  await running.stop()
  expect(isAlive(running.processId)).toBe(false)
  expect(await running.exited).toMatchObject({ expected: true })
})

test('a stale process file, even one that names a living stranger, does not stop the start', async () => {
  const file = join(first.data, 'postmaster.pid')
  for (const processId of [4_194_000, process.ppid]) {
    writeFileSync(file, `${processId}\n${first.data}\n1\n5432\n/tmp\n\n  1  1\nready   \n`)
    const running = await start(join(folder, 'main'))
    expect(running.processId).not.toBe(processId)
    await running.stop()
  }
  expect(isAlive(process.ppid)).toBe(true)
})

test('what an interrupted first start has left is cleared away', async () => {
  const place = join(folder, 'interrupted')
  mkdirSync(join(place, 'new-abc123', 'data'), { recursive: true })
  const running = await start(place)
  expect(running.created).toBe(true)
  expect(existsSync(join(place, 'new-abc123'))).toBe(false)
  await running.stop()
})

test('a lost password file is made anew, the data stays', async () => {
  await rm(join(folder, 'main', 'superuser-password'))
  const running = await start(join(folder, 'main'))
  expect(running.superuser.password).not.toBe(first.superuser.password)
  expect(await query(running, 'SELECT min(id) AS first FROM kept')).toEqual([{ first: 1 }])
  await running.stop()
})

test('under a folder of mode 0700 it runs: as root with the data elsewhere and a note where', async () => {
  const closed = join(folder, 'closed')
  mkdirSync(closed, { mode: 0o700 })
  const running = await start(join(closed, 'cluster'))
  await query(running, 'CREATE TABLE here (id int)')
  await running.stop()
  const again = await start(join(closed, 'cluster'))
  expect(again.created).toBe(false)
  await again.stop()
  expect(existsSync(join(closed, 'cluster', 'location'))).toBe(isRoot)
  expect(running.data.startsWith(isRoot ? '/var/lib/flexoffice/' : closed)).toBe(true)
  if (!isRoot) return
  const place = (await readFile(join(closed, 'cluster', 'location'), 'utf8')).trim()
  expect(place).toBe(dirname(running.data))
  await rm(place, { recursive: true })
  await expect(start(join(closed, 'cluster'))).rejects.toThrow('does not exist')
})

test('a server that cannot start says why', async () => {
  const place = join(folder, 'main')
  await expect(start(place, { settings: { shared_buffers: 'much' } })).rejects.toThrow('shared_buffers')
  await writeFile(join(first.data, 'PG_VERSION'), '15\n')
  await expect(start(place)).rejects.toThrow('PostgreSQL 15')
  await writeFile(join(first.data, 'PG_VERSION'), '18\n')
  await (await start(place)).stop()
})

function start(dataFolder: string, more: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  return startPostgres({ label: 'test', dataFolder, log, initOptions: ['--no-sync'], ...more })
}

async function query(
  server: Pick<RunningPostgres, 'connection'> | pg.ClientConfig,
  sql: string,
  password?: string,
) {
  const connection = 'connection' in server ? server.connection : server
  const client = new pg.Client(password ? { ...connection, password } : connection)
  await client.connect()
  try {
    return (await client.query(sql)).rows as unknown[]
  } finally {
    await client.end()
  }
}

interface ChildOwner extends Pick<RunningPostgres, 'connection' | 'processId' | 'data'> {
  child: ChildProcess
}

async function startInChild(dataFolder: string): Promise<ChildOwner> {
  const script = `
    import { startPostgres } from ${JSON.stringify(new URL('./start-postgres.ts', import.meta.url).href)}
    const log = { info() {}, warn() {} }
    const { connection, processId, data } = await startPostgres({ label: 'test', dataFolder: process.argv[1], log })
    console.log(JSON.stringify({ connection, processId, data }))`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script, dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    return { ...(JSON.parse(line) as Omit<ChildOwner, 'child'>), child }
  }
  throw new Error('the child ended before its server was ready')
}

/** The watchdog is the parent of PostgreSQL; its reader is the other child of that parent. */
function watchdogsOf(processId: number): number[] {
  const parent = Number(readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ')[1]!.split(' ')[1])
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number)
  return [parent, ...children.filter((child) => child !== processId)]
}
