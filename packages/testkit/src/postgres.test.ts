import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFreePorts, startTestPostgres, type TestPostgres, waitFor } from './index.ts'

let server: TestPostgres

beforeAll(async () => {
  server = await startTestPostgres()
})

afterAll(() => server.stop())

test('all who ask in one process share a server until the last gives it back', async () => {
  const same = await startTestPostgres()
  expect(same.processId).toBe(server.processId)
  await same.stop()
  await same.stop()
  const database = await server.createDatabase()
  expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }])
  await database.drop()
})

test('a template is prepared once and copied', async () => {
  let prepared = 0
  const prepare = async () => {
    prepared += 1
  }
  const names = await Promise.all([
    server.createTemplate('empty', prepare),
    server.createTemplate('empty', prepare),
  ])
  expect(names[0]).toBe(names[1])
  expect(prepared).toBe(1)

  const source = await server.createDatabase()
  await source.query('CREATE TABLE numbers AS SELECT generate_series(1, 100) AS number')
  const copy = await server.createDatabase(source.name)
  await source.query('DELETE FROM numbers')
  expect(await copy.query('SELECT count(*)::int AS n FROM numbers WHERE number > $1', [50])).toEqual([
    { n: 50 },
  ])
  await Promise.all([source.drop(), copy.drop()])
})

test('a private server is another one', async () => {
  const own = await startTestPostgres({ settings: { max_connections: '7' } })
  const database = await own.createDatabase()
  expect(own.processId).not.toBe(server.processId)
  expect(await database.query('SHOW max_connections')).toEqual([{ max_connections: '7' }])
  await own.stop()
  await expect(database.query('SELECT 1')).rejects.toThrow()
})

test('free ports differ', async () => {
  const ports = await findFreePorts(5)
  expect(new Set(ports).size).toBe(5)
})

test('waitFor returns the first truthy answer and says what it waited for in vain', async () => {
  let asked = 0
  expect(await waitFor(() => (++asked < 3 ? undefined : 'ready'), { intervalSeconds: 0.001 })).toBe('ready')
  const vain = waitFor(() => Promise.reject(new Error('refused')), { timeoutSeconds: 0.05, what: 'the mail' })
  await expect(vain).rejects.toThrow('not within 0.05 seconds: the mail')
})
