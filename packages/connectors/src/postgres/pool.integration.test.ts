import { setTimeout as sleep } from 'node:timers/promises'
import type { AppError } from '@flexoffice/base'
import type { ConnectionPool } from '@flexoffice/sdk/connector'
import { sourceFailureOf } from '@flexoffice/sdk/connector'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
    text: 'create table item (id int primary key, name text unique, amount numeric check (amount > 0))',
  })
})

afterAll(async () => {
  await Promise.all([pool?.end(), single?.end()])
  await server?.stop()
})

describe('query', () => {
  it('leaves every value as the text that PostgreSQL wrote', async () => {
    const text = `select 1.10::numeric, 9223372036854775807, '2024-02-29'::date, 'infinity'::float8, null,
      '2024-01-01 12:00:00.123456-03'::timestamptz, '\\x00ff'::bytea, '{"b": 1}'::json, true, 0.1::float8,
      interval '1 day 2 hours', 'àß€😀'`
    const result = await pool.query({ text })
    expect(result.rows).toEqual([
      [
        '1.10',
        '9223372036854775807',
        '2024-02-29',
        'Infinity',
        null,
        '2024-01-01 15:00:00.123456+00',
        '\\x00ff',
        '{"b": 1}',
        't',
        '0.1',
        '1 day 02:00:00',
        'àß€😀',
      ],
    ])
    expect(result.fields[0]).toEqual({ name: 'numeric', typeOid: 1700 })
  })

  it('binds text, bytes and null, and counts what changed', async () => {
    const values = ['7', new Uint8Array([1, 255]), null]
    const result = await pool.query({ text: 'select $1::int + 1, $2::bytea, $3::text', values })
    expect(result.rows).toEqual([['8', '\\x01ff', null]])
    const inserted = await pool.query({ text: "insert into item values (1, 'one', 1), (2, 'two', 2)" })
    expect([inserted.rowCount, inserted.tag]).toEqual([2, 'INSERT 0 2'])
  })

  it('keeps the columns of a named statement that is run again, also without rows', async () => {
    const statement = { name: 'named', text: 'select id, name from item where id > $1' }
    const first = await single.query({ ...statement, values: ['0'] })
    const second = await single.query({ ...statement, values: ['99'] })
    expect(second).toMatchObject({ fields: first.fields, rows: [] })
  })

  it('gives undecoded values letter by byte, within the limits and apart from what runs before', async () => {
    const statement = { name: 'undecoded', text: "select $1::text, 'àß€😀', null", undecoded: true }
    for (const value of ['São Paulo', null, 'a\u{1F600}']) {
      const { rows, tag } = await single.query({ ...statement, values: [value] })
      expect([rows.map((row) => row.map(decoded)), tag]).toEqual([[[value, 'àß€😀', null]], 'SELECT 1'])
    }
    const longer = await single.query({ text: 'select 1', undecoded: true, timeoutMilliseconds: 3_600_000 })
    expect(longer.rows).toEqual([['1']])
    const limited = { text: 'select generate_series(1, 100)', rowLimit: 10, undecoded: true }
    expect(await single.query(limited)).toMatchObject({ truncated: true, rows: { length: 10 } })
    expect((await single.query({ text: "select 'é'" })).rows).toEqual([['é']])
    const big = { text: "select repeat('x', 1000) from generate_series(1, 100000)", undecoded: true }
    await expect(single.query(big)).rejects.toMatchObject({ detail: { reason: 'result_too_large' } })
    expect((await single.query({ ...statement, values: ['ok'] })).rows[0]![0]).toBe('ok')
  })

  it('holds at most 200 prepared statements on a connection', async () => {
    for (let index = 0; index < 230; index += 1) {
      await single.query({ name: `s${index}`, text: `select ${index}` })
    }
    await single.query({ name: 's0', text: 'select 0' })
    const count = await single.query({ text: 'select count(*) from pg_prepared_statements' })
    expect(count.rows).toEqual([['200']])
  })

  it('prepares again when the table has changed, or the server has forgotten', async () => {
    await single.query({ text: 'create table shape (a int)' })
    const statement = { name: 'shape', text: 'select * from shape' }
    expect((await single.query(statement)).fields).toHaveLength(1)
    await single.query({ text: 'alter table shape add b int' })
    expect((await single.query(statement)).fields).toHaveLength(2)
    await single.query({ text: 'deallocate all' })
    expect((await single.query(statement)).fields).toHaveLength(2)
  })

  it('cuts at the row limit and says so only when there was more', async () => {
    const text = 'select generate_series(1, 5)'
    expect(await pool.query({ text, rowLimit: 5 })).toMatchObject({ truncated: false, rowCount: 5 })
    const cut = await pool.query({ text, rowLimit: 3 })
    expect(cut).toMatchObject({ truncated: true, rows: [['1'], ['2'], ['3']], rowCount: 3 })
    expect(await pool.query({ name: 'again', text, rowLimit: 0 })).toMatchObject({
      truncated: true,
      rows: [],
    })
  })

  it('stops a result that is larger than may be gathered', async () => {
    const text = "select repeat('x', 1000) from generate_series(1, 10000000)"
    await expect(pool.query({ text })).rejects.toMatchObject({
      code: 'too_large',
      detail: { reason: 'result_too_large' },
    })
    expect((await pool.query({ text: 'select 1' })).rows).toEqual([['1']])
  })

  it('shares few connections among many callers, in order', async () => {
    const order: number[] = []
    await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        await single.query({ name: 'order', text: 'select $1::int', values: [String(index)] })
        order.push(index)
      }),
    )
    expect(order).toEqual([...order].sort((left, right) => left - right))
    expect(single.statistics()).toMatchObject({ total: 1, waiting: 0 })
  })
})

describe('what the protocol allows besides queries', () => {
  it('takes empty text, refuses copying in and several statements, and goes on', async () => {
    expect(await single.query({ text: '' })).toMatchObject({ rows: [], rowCount: 0 })
    await expect(single.query({ text: 'copy item from stdin' })).rejects.toMatchObject({
      code: expect.any(String),
    })
    expect(await single.query({ text: 'copy item to stdout' })).toMatchObject({ rows: [] })
    await expect(collect(single.stream({ text: 'copy item from stdin' }))).rejects.toBeInstanceOf(Error)
    await expect(single.query({ text: 'select 1; select 2' })).rejects.toMatchObject({
      detail: { reason: 'invalid_statement' },
    })
    expect((await single.query({ text: 'select 1' })).rows).toEqual([['1']])
  })
})

describe('errors', () => {
  it.each([
    ["insert into item values (1, 'secret name', 1)", 'constraint_violated', 'unique', '23505'],
    ["insert into item values (9, 'nine', -5)", 'constraint_violated', 'check', '23514'],
    ['insert into item values (null)', 'constraint_violated', 'not_null', '23502'],
    ["select 'secret name'::int", 'invalid_input', 'invalid_value', '22P02'],
    ['select missing from item', 'source_failed', 'source_changed', '42703'],
    ['select * from missing', 'source_failed', 'source_changed', '42P01'],
    ['selec', 'unprocessable', 'invalid_statement', '42601'],
  ])('%s', async (text, code, reason, state) => {
    const error = (await pool.query({ text }).catch((caught: unknown) => caught)) as AppError
    expect(error).toMatchObject({ code, detail: { reason } })
    expect(sourceFailureOf(error)).toMatchObject({ state, outcome: 'refused', retryable: false })
    expect(JSON.stringify([error, error.detail, error.message, sourceFailureOf(error)])).not.toContain(
      'secret name',
    )
  })

  it('gives names of table and constraint to the platform only', async () => {
    const error = await pool
      .query({ text: "insert into item values (1, 'x', 1)" })
      .catch((caught: unknown) => caught)
    expect(sourceFailureOf(error)).toMatchObject({ table: 'item', constraint: 'item_pkey' })
    expect((error as AppError).detail.public).not.toContain('item')
  })

  it('refuses more values than the protocol can carry', async () => {
    const values = Array.from({ length: 70_000 }, () => '1')
    await expect(pool.query({ text: 'select 1', values })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('stopping', () => {
  it('reaches the server when the caller gives up, long before the statement would end', async () => {
    const controller = new AbortController()
    const running = single.query({ text: 'select pg_sleep(30)', signal: controller.signal })
    await sleep(200)
    controller.abort()
    await expect(running).rejects.toMatchObject({ detail: { reason: 'cancelled' } })
    const left = await single.query({
      text: "select count(*) from pg_stat_activity where query like '%pg_sleep(30)%' and pid <> pg_backend_pid() and state = 'active'",
    })
    expect(left.rows).toEqual([['0']])
  })

  it('never hits the statement after the cancelled one', async () => {
    for (let round = 0; round < 10; round += 1) {
      const controller = new AbortController()
      const running = single
        .query({ text: 'select pg_sleep(0.06)', signal: controller.signal })
        .catch(() => null)
      setTimeout(() => controller.abort(), round * 10)
      const next = single.query({ text: 'select pg_sleep(0.02), 1' })
      await Promise.all([running, next])
    }
  })

  it('ends a statement at its own limit, and one that may run longer than the usual at its', async () => {
    const short = testPool(
      server,
      { statementTimeoutMilliseconds: 300 },
      { statementTimeoutMilliseconds: 300 },
    )
    await expect(pool.query({ text: 'select pg_sleep(5)', timeoutMilliseconds: 100 })).rejects.toMatchObject({
      code: 'source_timeout',
      detail: { reason: 'statement_timeout' },
    })
    await expect(short.query({ text: 'select pg_sleep(5)' })).rejects.toMatchObject({
      code: 'source_timeout',
    })
    const longer = await short.query({ text: 'select pg_sleep(0.6), 1', timeoutMilliseconds: 3_000 })
    expect(longer.rows).toEqual([['', '1']])
    expect((await short.query({ text: 'show statement_timeout' })).rows).toEqual([['300ms']])
    await short.end()
  })

  it('says that the source is busy when no connection becomes free', async () => {
    const busy = testPool(server, { maximumConnections: 1, acquireTimeoutMilliseconds: 1_000 })
    const running = busy.query({ text: 'select pg_sleep(2.5)' })
    await expect(busy.query({ text: 'select 1' })).rejects.toMatchObject({
      detail: { reason: 'source_busy' },
    })
    await running
    await busy.end()
    await expect(busy.query({ text: 'select 1' })).rejects.toMatchObject({
      detail: { reason: 'source_closed' },
    })
  })
})

describe('stream', () => {
  it('reads a large result in bounded memory', async () => {
    const before = process.memoryUsage().rss
    let rows = 0
    const stream = pool.stream({ text: "select g, repeat('x', 500) from generate_series(1, 300000) g" })
    for await (const batch of stream) rows += batch.length
    expect(rows).toBe(300_000)
    expect(stream.fields.map((field) => field.name)).toEqual(['g', 'repeat'])
    expect(process.memoryUsage().rss - before).toBeLessThan(120_000_000)
  })

  it('stops the server when its reader leaves, and gives the connection back', async () => {
    for await (const batch of single.stream({ text: 'select generate_series(1, 10000000)' })) {
      expect(batch.length).toBeGreaterThan(0)
      break
    }
    expect((await single.query({ text: 'select 1' })).rows).toEqual([['1']])
  })

  it('ends at its row limit, by signal and by an error in the middle', async () => {
    const limited = await collect(single.stream({ text: 'select generate_series(1, 1000)', rowLimit: 120 }))
    expect(limited).toHaveLength(120)
    const controller = new AbortController()
    const slow = single.stream({ text: 'select pg_sleep(10)', signal: controller.signal })
    setTimeout(() => controller.abort(), 100)
    await expect(collect(slow)).rejects.toMatchObject({ detail: { reason: 'cancelled' } })
    const failing = single.stream({ text: 'select 1 / (900 - g) from generate_series(1, 1000) g' })
    await expect(collect(failing)).rejects.toMatchObject({ code: 'invalid_input' })
    expect((await single.query({ text: 'select 1' })).rows).toEqual([['1']])
  })
})

describe('transaction', () => {
  it('commits all or nothing', async () => {
    await pool.transaction(async (transaction) => {
      await transaction.query({ text: "insert into item values (10, 'ten', 10)" })
      await transaction.query({ text: "insert into item values (11, 'eleven', 11)" })
    })
    const failing = pool.transaction(async (transaction) => {
      await transaction.query({ text: "insert into item values (12, 'twelve', 12)" })
      await transaction.query({ text: "insert into item values (10, 'again', 10)" })
    })
    await expect(failing).rejects.toMatchObject({ code: 'constraint_violated' })
    const rows = await pool.query({ text: 'select id from item where id between 10 and 19 order by id' })
    expect(rows.rows).toEqual([['10'], ['11']])
  })

  it('does not pretend to have committed when a refusal was swallowed', async () => {
    const swallowed = pool.transaction(async (transaction) => {
      await transaction.query({ text: "insert into item values (13, 'thirteen', 13)" })
      await transaction.query({ text: 'select missing' }).catch(() => undefined)
    })
    await expect(swallowed).rejects.toMatchObject({ detail: { reason: 'rolled_back' } })
  })

  it('streams inside, refuses writes when read-only, and sees one snapshot', async () => {
    const options = { readOnly: true, isolation: 'repeatable read' } as const
    const rows = await pool.transaction(async (transaction) => {
      const found = await collect(transaction.stream({ text: 'select generate_series(1, 200)' }))
      const mode = await transaction.query({ text: 'show transaction_isolation' })
      return [found.length, mode.rows[0]?.[0]]
    }, options)
    expect(rows).toEqual([200, 'repeatable read'])
    const writing = pool.transaction(
      (transaction) => transaction.query({ text: 'delete from item' }),
      options,
    )
    await expect(writing).rejects.toMatchObject({ code: 'read_only' })
  })

  it('marks a serialization failure as worth another try', async () => {
    const isolation = 'serializable'
    const bothRead = Promise.withResolvers<void>()
    let reads = 0
    const both = [1, 2].map((id) =>
      pool.transaction(
        async (transaction) => {
          await transaction.query({ text: 'select sum(amount) from item' })
          reads += 1
          if (reads === 2) bothRead.resolve()
          await bothRead.promise
          await transaction.query({
            text: 'update item set amount = amount + 1 where id = $1',
            values: [String(id)],
          })
        },
        { isolation },
      ),
    )
    const failed = (await Promise.allSettled(both)).filter((result) => result.status === 'rejected')
    expect(failed.length).toBeGreaterThan(0)
    expect(sourceFailureOf(failed[0]?.reason)).toMatchObject({ retryable: true, outcome: 'refused' })
  })
})

describe('lost connections', () => {
  it('takes another connection when nothing had been sent', async () => {
    const victim = testPool(server, { maximumConnections: 1 })
    const pid = (await victim.query({ text: 'select pg_backend_pid()' })).rows[0]![0]!
    await pool.query({ text: 'select pg_terminate_backend($1)', values: [pid] })
    await sleep(100)
    const after = await victim.query({ text: 'select pg_backend_pid()' })
    expect(after.rows[0]![0]).not.toBe(pid)
    await victim.end()
  })

  it('knows that the server refused when it was ended in the middle', async () => {
    const victim = testPool(server, { maximumConnections: 1 })
    const pid = (await victim.query({ text: 'select pg_backend_pid()' })).rows[0]![0]!
    const running = victim.query({ text: 'select pg_sleep(10)' }).catch((caught: unknown) => caught)
    await sleep(100)
    await pool.query({ text: 'select pg_terminate_backend($1)', values: [pid] })
    expect(sourceFailureOf(await running)).toMatchObject({ outcome: 'refused', retryable: true })
    await victim.end()
  })

  it('says unknown when the channel broke without an answer', async () => {
    const { createServer, connect } = await import('node:net')
    const sockets: { destroy(): void }[] = []
    const proxy = createServer((incoming) => {
      const outgoing = connect(server.port, server.host)
      sockets.push(incoming, outgoing)
      for (const socket of [incoming, outgoing]) socket.on('error', () => undefined)
      incoming.pipe(outgoing)
      outgoing.pipe(incoming)
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const { port } = proxy.address() as { port: number }
    const locate = async () => [{ address: '127.0.0.1', port, serverName: null }]
    const through = testPool(server, {}, { locate })
    await through.query({ text: 'select 1' })
    const running = through.query({ text: 'select pg_sleep(5)' }).catch((caught: unknown) => caught)
    await sleep(100)
    for (const socket of sockets) socket.destroy()
    const error = await running
    expect(error).toMatchObject({ detail: { reason: 'source_connection_lost' } })
    expect(sourceFailureOf(error)).toMatchObject({ outcome: 'unknown' })
    const inside = through.transaction(async (transaction) => {
      await transaction.query({ text: 'select 1' })
      for (const socket of sockets) socket.destroy()
      await sleep(50)
      await transaction.query({ text: 'select 2' })
    })
    await expect(inside).rejects.toSatisfy((caught) => sourceFailureOf(caught)?.outcome === 'not-sent')
    await through.end()
    proxy.close()
  })

  it.each([false, true])(
    'fails few of those who wait when no more can be opened (groupable: %s)',
    async (groupable) => {
      let attempts = 0
      const locate = async () => {
        attempts += 1
        return [{ address: server.host, port: attempts === 1 ? server.port : 1, serverName: null }]
      }
      const narrow = testPool(server, { maximumConnections: 10 }, { locate })
      await narrow.query({ text: 'select 1' })
      const slow = narrow.query({ text: 'select pg_sleep(0.6)' })
      const waiting = Array.from({ length: 40 }, () => narrow.query({ text: 'select 1', groupable }))
      const settled = await Promise.allSettled([slow, ...waiting])
      const failed = settled.filter(({ status }) => status === 'rejected')
      expect(failed.length).toBeLessThan(10)
      expect(attempts).toBeLessThan(12)
      await narrow.end()
    },
  )

  it('closes idle connections', async () => {
    const short = testPool(server, { idleTimeoutMilliseconds: 200 })
    await short.query({ text: 'select 1' })
    expect(short.statistics().total).toBe(1)
    await sleep(600)
    expect(short.statistics().total).toBe(0)
    await short.end()
  })
})

async function collect<Item>(batches: AsyncIterable<Item[]>): Promise<Item[]> {
  const all: Item[] = []
  for await (const batch of batches) all.push(...batch)
  return all
}

function decoded(text: string | null): string | null {
  return text === null ? null : Buffer.from(text, 'latin1').toString('utf8')
}
