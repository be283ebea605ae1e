import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AppError } from '@flexoffice/base'
import type { ConnectionPool, QueryResult } from '@flexoffice/sdk/connector'
import { sourceFailureOf } from '@flexoffice/sdk/connector'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testPool } from '../testing/pools.ts'
import type { TestPostgres } from '../testing/postgres-server.ts'
import { startPostgres } from '../testing/postgres-server.ts'

let server: TestPostgres
let pool: ConnectionPool
let single: ConnectionPool

beforeAll(async () => {
  server = await startPostgres()
  pool = testPool(server)
  single = testPool(server, { maximumConnections: 1 })
  await pool.query({
    text: 'create table note (id int primary key, text text, later int unique deferrable initially deferred)',
  })
})
beforeEach(() => pool.query({ text: 'truncate note' }))
afterAll(async () => {
  await Promise.all([pool?.end(), single?.end()])
  await server?.stop()
})

/** Adds a note; the result says in which transaction. */
function add(id: number, text: string | null = `note ${id}`, on = single): Promise<QueryResult> {
  return on.query({
    name: 'add',
    text: 'insert into note values ($1, $2, $1) returning id, text, pg_current_xact_id()',
    values: [String(id), text],
    groupable: true,
  })
}

const from = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index)

async function notes(): Promise<number[]> {
  const { rows } = await pool.query({ text: 'select id from note order by id' })
  return rows.map(([id]) => Number(id))
}

/** The connection is busy, so that all that comes meanwhile waits. */
const busy = () => single.query({ text: 'select pg_sleep(0.05)' })

describe('statements that may commit together', () => {
  it('do so when they have to wait, and each hears its own result', async () => {
    for (const first of [0, 100]) {
      const before = busy()
      const added = await Promise.all(
        from(first, 40).map((id) => add(id, id % 7 === 0 ? null : `ação ${id}`)),
      )
      await before
      for (const [index, { rows, rowCount, tag, fields }] of added.entries()) {
        const id = first + index
        expect(rows.map((row) => row.slice(0, 2))).toEqual([[String(id), id % 7 === 0 ? null : `ação ${id}`]])
        expect([rowCount, tag, fields.map(({ name }) => name)]).toEqual([
          1,
          'INSERT 0 1',
          ['id', 'text', 'pg_current_xact_id'],
        ])
      }
      const transactions = new Set(added.map(({ rows }) => rows[0]![2]))
      expect(transactions.size).toBeLessThan(10)
    }
    expect(await notes()).toEqual([...from(0, 40), ...from(100, 40)])
  })

  it('take few connections and leave the others to readers, and run alone where nobody waits', async () => {
    const wide = testPool(server, { maximumConnections: 10 })
    const alone = [await add(1, 'x', wide), await add(2, 'x', wide)]
    const together = await Promise.all(from(3, 150).map((id) => add(id, 'x', wide)))
    const sizes = new Map<string, number>()
    for (const { rows } of [...alone, ...together]) {
      const transaction = rows[0]![2]!
      sizes.set(transaction, (sizes.get(transaction) ?? 0) + 1)
    }
    expect([...sizes.values()].slice(0, 2)).toEqual([1, 1])
    expect(Math.max(...sizes.values())).toBe(16)
    expect(await notes()).toEqual(from(1, 152))
    expect(wide.statistics().total).toBeLessThanOrEqual(4)
    await wide.end()
  })

  it('keep their order, and others stay apart', async () => {
    const order: string[] = []
    const note = (what: string) => () => void order.push(what)
    const count = { text: 'select count(*), pg_current_xact_id() from note' }
    const before = busy().then(note('busy'))
    const [first, , reader] = await Promise.all([
      add(1).finally(note('1')),
      add(2).then(note('2')),
      single.query(count),
      add(3).then(note('3')),
    ])
    await before
    expect(order).toEqual(['busy', '1', '2', '3'])
    expect(reader.rows[0]![1]).not.toBe(first.rows[0]![2])
  })

  it('of which one is refused: only that one, and nobody twice', async () => {
    await add(5)
    const before = busy()
    const results = await Promise.allSettled(from(1, 10).map((id) => add(id)))
    await before
    const refused = results.flatMap((result, index) => (result.status === 'rejected' ? [index + 1] : []))
    expect(refused).toEqual([5])
    const { reason } = results[4] as PromiseRejectedResult
    expect((reason as AppError).detail.reason).toBe('unique')
    expect(sourceFailureOf(reason)).toMatchObject({ outcome: 'refused', constraint: 'note_pkey' })
    expect(await notes()).toEqual(from(1, 10))
  })

  it('of which one is refused at the commit: the same', async () => {
    await pool.query({ text: 'insert into note values (50, null, 3)' })
    const before = busy()
    const results = await Promise.allSettled(from(1, 6).map((id) => add(id)))
    await before
    expect(results.map(({ status }) => status === 'fulfilled')).toEqual([true, true, false, true, true, true])
    expect(await notes()).toEqual([1, 2, 4, 5, 6, 50])
  })

  it('of which one must wait for a lock: the others soon go on without it', async () => {
    const held = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const holder = pool.transaction(async (transaction) => {
      await transaction.query({ text: "insert into note values (2, 'held', 2)" })
      held.resolve()
      await released.promise
      await transaction.query({ text: 'delete from note where id = 2' })
    })
    await held.promise
    const two = testPool(server, { maximumConnections: 2 })
    const slow = [1, 2].map(() => two.query({ text: 'select pg_sleep(0.1)' }))
    const waiting = from(1, 6).map((id) => add(id, 'x', two))
    const others = waiting.filter((_, index) => index !== 1)
    await Promise.all([...slow, ...others])
    expect(await notes()).toEqual([1, 3, 4, 5, 6])
    released.resolve()
    await Promise.all([holder, ...waiting])
    expect(await notes()).toEqual(from(1, 6))
    expect((await two.query({ text: 'select 1' })).rows).toEqual([['1']])
    await two.end()
  })

  it('of which each must wait for a lock: others go on beside them', async () => {
    const wide = testPool(server, { maximumConnections: 10 })
    const holding = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const holder = pool.transaction(async (transaction) => {
      await transaction.query({ text: "insert into note select g, 'held', g from generate_series(1, 4) g" })
      holding.resolve()
      await released.promise
      await transaction.query({ text: 'delete from note where id <= 4' })
    })
    await holding.promise
    const stuck = from(1, 4).map((id) => add(id, 'x', wide))
    await Promise.all(from(11, 20).map((id) => add(id, 'x', wide)))
    expect(await notes()).toEqual(from(11, 20))
    released.resolve()
    await Promise.all([holder, ...stuck])
    expect(await notes()).toEqual([...from(1, 4), ...from(11, 20)])
    await wide.end()
  })

  it('of which one is refused in the language of the server: only that one', async () => {
    const { port, close } = await startProxy((bytes) =>
      Buffer.from(bytes.toString('latin1').replaceAll('SERROR', 'SFEHLE'), 'latin1'),
    )
    const german = testPool(server, { maximumConnections: 1 }, { locate: at(port) })
    await add(5)
    const slow = german.query({ text: 'select pg_sleep(0.05)' })
    const results = await Promise.allSettled(from(1, 8).map((id) => add(id, 'x', german)))
    await slow
    expect(results.flatMap(({ status }, index) => (status === 'rejected' ? [index + 1] : []))).toEqual([5])
    expect(await notes()).toEqual(from(1, 8))
    await german.end()
    close()
  })

  it('are not grouped where they carry much', async () => {
    const before = busy()
    const added = await Promise.all(from(1, 6).map((id) => add(id, 'x'.repeat(70_000))))
    await before
    expect(new Set(added.map(({ rows }) => rows[0]![2])).size).toBe(6)
  })

  it('go on when a table was changed, or the server has forgotten them', async () => {
    await add(1)
    for (const text of ['alter table note alter text type varchar', 'deallocate all']) {
      await single.query({ text })
      const before = busy()
      const first = (await notes()).length + 1
      await Promise.all(from(first, 8).map((id) => add(id)))
      await before
    }
    expect(await notes()).toEqual(from(1, 17))
  })
})

describe('a group whose connection is lost', () => {
  it('is unknown to each when the channel broke without an answer', async () => {
    let silent = false
    const { port, close, cut } = await startProxy((bytes) => (silent ? null : bytes))
    const through = testPool(server, { maximumConnections: 1 }, { locate: at(port) })
    const first = through.query({ text: 'select pg_sleep(0.2)' })
    await sleep(50)
    const added = from(1, 5).map((id) => add(id, 'x', through).catch((caught: unknown) => caught))
    await first
    silent = true
    while ((await notes()).length < 5) await sleep(10)
    cut()
    for (const error of await Promise.all(added))
      expect(sourceFailureOf(error)).toMatchObject({ outcome: 'unknown' })
    expect(await notes()).toEqual(from(1, 5))
    await through.end()
    close()
  })

  it('is refused for each when the server ended it, and none is tried again unasked', async () => {
    const victim = testPool(server, { maximumConnections: 1 })
    const pid = (await victim.query({ text: 'select pg_backend_pid()' })).rows[0]![0]!
    const slow = victim.query({ text: 'select pg_sleep(0.1)' })
    const lock = Promise.withResolvers<void>()
    const holder = pool.transaction(async (transaction) => {
      await transaction.query({ text: 'lock table note' })
      await lock.promise
    })
    const added = from(1, 3).map((id) => add(id, 'x', victim).catch((caught: unknown) => caught))
    await slow
    await sleep(50)
    await pool.query({ text: 'select pg_terminate_backend($1)', values: [pid] })
    for (const error of await Promise.all(added)) {
      expect(sourceFailureOf(error)).toMatchObject({ outcome: 'refused', retryable: true })
    }
    lock.resolve()
    await holder
    expect(await notes()).toEqual([])
    await victim.end()
  })
})

const at = (port: number) => async () => [{ address: '127.0.0.1', port, serverName: null }]

/** Stands before the server; `pass` may change what it answers, or hold it back. */
async function startProxy(pass: (bytes: Buffer) => Buffer | null) {
  const sockets: Socket[] = []
  const proxy = createServer((incoming) => {
    const outgoing = connect(server.port, server.host)
    sockets.push(incoming, outgoing)
    for (const socket of [incoming, outgoing]) socket.on('error', () => undefined)
    incoming.pipe(outgoing)
    outgoing.on('data', (bytes) => {
      const passed = pass(bytes)
      if (passed) incoming.write(passed)
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const { port } = proxy.address() as { port: number }
  const cut = () => sockets.forEach((socket) => void socket.destroy())
  const close = () => {
    cut()
    proxy.close()
  }
  return { port, cut, close }
}
