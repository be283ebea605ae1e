import { startTestPostgres, type TestDatabase, type TestPostgres } from '@flexoffice/testkit'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { compileDelete, compileInsert, compileUpdate } from './compile-write.ts'
import { catalogueWith, grant, ownCountry, southern } from './example.ts'
import type { Literal } from './parameters.ts'
import { isRowRuleRefusal, type WriteStatement } from './write-statement.ts'

let server: TestPostgres
let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  server = await startTestPostgres()
  database = await server.createDatabase()
  client = new pg.Client({ ...database.connection, types: { getTypeParser: () => (text: unknown) => text } })
  await client.connect()
  await client.query(`
    set time zone 'UTC';
    create schema shop;
    create table shop.customers (id int4 primary key, name varchar(20), region text);
    create table shop.orders (id int4 primary key, country text not null default 'BR', total numeric(10, 2), phone text,
      created timestamptz not null default '2026-01-01', customer int4, weight float8,
      doubled numeric generated always as (total * 2) stored);
    insert into shop.customers values (1, 'Ana', 'south'), (2, 'Bia', 'north')`)
})

beforeEach(async () => {
  await client.query(`truncate shop.orders;
    insert into shop.orders values (1, 'BR', 10.00, '111', '2026-01-01 00:00:00.000001+00', 1, 0.1), (2, 'US', 20, '222', '2026-01-01', 2, 'NaN')`)
})

afterAll(async () => {
  await client?.end()
  await database?.drop()
  await server?.stop()
})

const own = catalogueWith(grant(ownCountry, { phone: { access: 'none' } }))

async function run(
  statement: WriteStatement,
  literals: Literal[],
  fragments?: { name: string; sql: string }[],
) {
  const values = statement.bind({ literals, attributes: { country: 'BR' } })
  const result = await client.query({ text: statement.assemble(fragments), values, rowMode: 'array' })
  return result.rows as (string | null)[][]
}

async function refusal(statement: WriteStatement, literals: Literal[]): Promise<unknown> {
  return run(statement, literals).then(
    () => null,
    (error: unknown) => error,
  )
}

async function countOrders(): Promise<string> {
  const result = await client.query({ text: 'select count(*) from shop.orders', rowMode: 'array' })
  return (result.rows as unknown as string[][])[0]![0]!
}

describe('compileInsert', () => {
  it('writes the row, shows it cut, and leaves room for a journal in the same statement', async () => {
    const statement = compileInsert({ table: 'orders', columns: ['id', 'country', 'total'] }, own)
    const journal = {
      name: 'journal',
      sql: 'insert into shop.customers select id + 100, country, null from changed',
    }
    const [row] = await run(statement, ['3', 'BR', '5'], [journal])
    expect(row).toEqual(['3', 'BR', '5.00', '2026-01-01 00:00:00+00', null, null, '10.00', 't'])
    expect(statement.columns.map((column) => column.name)).not.toContain('phone')
    expect((await client.query('delete from shop.customers where id = 103')).rowCount).toBe(1)
  })

  it('writes nothing when the new row breaks the rule, defaults included', async () => {
    const statement = compileInsert({ table: 'orders', columns: ['id', 'country'] }, own)
    expect(isRowRuleRefusal(await refusal(statement, ['3', 'US']))).toBe(true)
    const expensive = {
      kind: 'compare',
      operator: '>',
      left: { kind: 'column', columnId: 'doubled', type: 'decimal' },
      right: { kind: 'literal', type: 'decimal', value: '50' },
    } as const
    const byGenerated = catalogueWith(grant(null, {}, { createRows: expensive }))
    const insert = compileInsert({ table: 'orders', columns: ['id', 'total'] }, byGenerated)
    expect(isRowRuleRefusal(await refusal(insert, ['4', '25']))).toBe(true)
    expect((await run(insert, ['4', '25.01'])).length).toBe(1)
    expect(await countOrders()).toBe('3')
  })

  it('writes many rows or none', async () => {
    const statement = compileInsert({ table: 'orders', columns: ['id', 'country'], many: true }, own)
    expect(
      (
        await run(statement, [
          ['5', '6'],
          ['BR', 'BR'],
        ])
      ).length,
    ).toBe(2)
    expect(
      isRowRuleRefusal(
        await refusal(statement, [
          ['7', '8'],
          ['BR', 'US'],
        ]),
      ),
    ).toBe(true)
    expect(await countOrders()).toBe('4')
  })

  it('lets a role that may only create see nothing of it', async () => {
    const dropBox = catalogueWith(
      grant(null, {}, { operations: { create: true, read: false, update: false, delete: false } }),
    )
    expect(await run(compileInsert({ table: 'orders', columns: ['id'] }, dropBox), ['9'])).toEqual([['f']])
  })

  it('refuses columns that may not be written, and bad values by name', async () => {
    expect(() => compileInsert({ table: 'orders', columns: ['phone'] }, own)).toThrow('no such field')
    expect(() => compileInsert({ table: 'orders', columns: ['doubled'] }, own)).toThrow('create of column')
    const statement = compileInsert({ table: 'orders', columns: ['id'] }, own)
    expect(() => statement.bind({ literals: ['x'], attributes: {} })).toThrow('whole number')
  })
})

describe('compileUpdate', () => {
  const update = () =>
    compileUpdate({ table: 'orders', columns: ['total', 'weight'], seen: ['total', 'weight'] }, own)

  it('changes the row while what was seen is still so', async () => {
    expect((await run(update(), ['11', '0.2', '1', '10.0', '0.1']))[0]?.[2]).toBe('11.00')
    expect(await run(update(), ['12', '0.3', '1', '10.0', '0.1'])).toEqual([])
  })

  it('sees nulls, NaN and microseconds as they are', async () => {
    const open = catalogueWith(grant(null))
    const columns = ['weight', 'customer', 'created']
    const statement = compileUpdate({ table: 'orders', columns, seen: columns }, open)
    const again = compileUpdate({ table: 'orders', columns: ['customer'], seen: ['customer'] }, open)
    expect(
      (await run(statement, ['1', null, '2026-01-02T00:00:00Z', '2', 'NaN', '2', '2026-01-01T00:00:00Z']))
        .length,
    ).toBe(1)
    expect((await run(again, ['1', '2', null])).length).toBe(1)
    const micro = compileUpdate({ table: 'orders', columns: ['created'], seen: ['created'] }, open)
    expect(await run(micro, ['2026-01-02 00:00:00+00', '1', '2026-01-01 00:00:00+00'])).toEqual([])
    expect((await run(micro, ['2026-01-02 00:00:00+00', '1', '2026-01-01 00:00:00.000001+00'])).length).toBe(
      1,
    )
  })

  it('hits no row outside the rule, and lets none escape it', async () => {
    const move = compileUpdate({ table: 'orders', columns: ['country'], seen: ['country'] }, own)
    expect(await run(move, ['BR', '2', 'US'])).toEqual([])
    expect(isRowRuleRefusal(await refusal(move, ['US', '1', 'BR']))).toBe(true)
    const kept = await client.query('select country from shop.orders where id = 1')
    expect(kept.rows).toEqual([{ country: 'BR' }])
  })

  it('needs one role that grants both the row and the column', async () => {
    const roles = catalogueWith(
      grant(ownCountry, { total: { access: 'write' } }, { otherColumns: { access: 'read' } }),
      grant(southern, { weight: { access: 'write' } }, { otherColumns: { access: 'read' } }),
    )
    const weight = compileUpdate({ table: 'orders', columns: ['weight'], seen: ['weight'] }, roles)
    await client.query('update shop.orders set customer = 2 where id = 1')
    expect(await run(weight, ['5', '1', '0.1'])).toEqual([])
    const total = compileUpdate({ table: 'orders', columns: ['total'], seen: ['total'] }, roles)
    expect((await run(total, ['5', '1', '10'])).length).toBe(1)
  })

  it('asks for the seen value of every changed field', () => {
    expect(() => compileUpdate({ table: 'orders', columns: ['total'], seen: [] }, own)).toThrow(
      'value that you saw',
    )
  })
})

describe('compileDelete', () => {
  it('removes what was shown, under the rule', async () => {
    const statement = compileDelete({ table: 'orders', seen: ['total'] }, own)
    expect(await run(statement, ['1', '9'])).toEqual([])
    expect(await run(statement, ['2', '20'])).toEqual([])
    expect((await run(statement, ['1', '10']))[0]?.[0]).toBe('1')
    expect(await countOrders()).toBe('1')
  })
})
