import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConnectionPool, SourceSchema } from '@flexoffice/sdk/connector'
import { Secret } from '@flexoffice/sdk/connector'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testPool } from '../testing/pools.ts'
import type { TestPostgres } from '../testing/postgres-server.ts'
import { startPostgres } from '../testing/postgres-server.ts'
import { introspectPostgres } from './introspect.ts'

let server: TestPostgres
let pool: ConnectionPool
let found: SourceSchema

const odd = `
create schema odd;
create type odd.colour as enum ('red', 'dark green', 'it''s');
create domain odd.code as varchar(8) not null;
create domain odd.paint as odd.colour;
create table odd.kinds (
  id bigint generated always as identity primary key,
  number serial not null,
  text_column text, code odd.code, paint odd.paint, colour odd.colour default 'red',
  price numeric(12,2) not null default 0, ratio real, ok boolean, day date, at time, local timestamp,
  moment timestamptz default now(), uid uuid, doc jsonb, bytes bytea, tags text[], cash money, address inet,
  "Odd ""Name" char(3), doubled numeric generated always as (price * 2) stored, gone int
);
alter table odd.kinds drop column gone;
comment on table odd.kinds is 'All kinds';
comment on column odd.kinds.price is 'In reais';
create table odd.pair (a int, b int, label text, primary key (b, a));
create table odd.child (x int, y int, self int unique not null references odd.child (self),
  foreign key (y, x) references odd.pair (b, a));
create table odd.keyless (a int unique, b text);
create table odd.partial (a int not null, b int not null);
create unique index on odd.partial (a) where b > 0;
create unique index on odd.partial ((a + b));
create table odd.parted (id int primary key, v text) partition by range (id);
create table odd.parted_1 partition of odd.parted for values from (0) to (100);
create view odd.simple as select a, b from odd.pair;
create view odd.grouped as select count(*) from odd.pair;
create materialized view odd.stored as select * from odd.pair;
create role limited login password 'limited';
create schema hidden;
create table hidden.secret (id int primary key);
grant select on hidden.secret to limited;
grant usage on schema odd to limited;
grant select (a, label) on odd.pair to limited;
grant select, insert on odd.child to limited;
`

beforeAll(async () => {
  server = await startPostgres()
  await runScript(
    `${chinook()};${odd};insert into odd.pair select g, g from generate_series(1, 500) g;analyze`,
  )
  pool = testPool(server)
  found = await introspectPostgres(pool, undefined)
})

afterAll(async () => {
  await pool?.end()
  await server?.stop()
})

describe('Chinook', () => {
  it('has its tables, keys, types and relations', () => {
    expect(found.tables.filter((entry) => entry.schema === 'public')).toHaveLength(11)
    const invoice = table('public', 'invoice')
    expect(invoice.key).toEqual([column('public', 'invoice', 'invoice_id').identity])
    expect(invoice.columns.map((entry) => [entry.name, entry.type, entry.nullable])).toContainEqual([
      'total',
      'decimal',
      false,
    ])
    expect(column('public', 'invoice', 'invoice_date').type).toBe('datetime')
    expect(invoice.approximateRowCount).toBe(412)
    expect(table('public', 'playlist_track').key).toHaveLength(2)
    const relation = found.relations.find((entry) => entry.fromTable === invoice.identity)
    expect(relation).toMatchObject({
      toTable: table('public', 'customer').identity,
      toColumns: [column('public', 'customer', 'customer_id').identity],
    })
  })
})

describe('everything else', () => {
  it.each([
    ['id', 'integer', { generated: 'identity-always', optionalOnInsert: true, nullable: false }],
    ['number', 'integer', { generated: 'no', optionalOnInsert: true, nullable: false }],
    ['code', 'text', { nullable: false, maximumLength: 8, optionalOnInsert: false }],
    ['paint', 'text', { enumLabels: ['red', 'dark green', "it's"] }],
    ['colour', 'text', { enumLabels: ['red', 'dark green', "it's"], databaseType: 'odd.colour' }],
    ['price', 'decimal', { databaseType: 'numeric(12,2)', comment: 'In reais', defaultExpression: '0' }],
    ['ratio', 'float', {}],
    ['ok', 'boolean', {}],
    ['day', 'date', {}],
    ['at', 'time', {}],
    ['local', 'datetime', {}],
    ['moment', 'timestamp', { optionalOnInsert: true }],
    ['uid', 'uuid', {}],
    ['doc', 'json', {}],
    ['bytes', 'binary', {}],
    ['tags', 'other', {}],
    ['cash', 'other', {}],
    ['address', 'other', {}],
    ['Odd "Name', 'text', { maximumLength: 3 }],
    ['doubled', 'decimal', { generated: 'stored' }],
  ])('%s is %s', (name, type, rest) => {
    expect(column('odd', 'kinds', name)).toMatchObject({ type, ...rest })
  })

  it('leaves dropped columns out and keeps numbers stable', () => {
    const names = table('odd', 'kinds').columns.map((entry) => entry.name)
    expect(names).not.toContain('gone')
    expect(column('odd', 'kinds', 'id').identity).toBe(`${table('odd', 'kinds').identity}.1`)
    expect(table('odd', 'kinds').comment).toBe('All kinds')
  })

  it('takes only what is a key', () => {
    expect(table('odd', 'pair').key).toEqual([
      column('odd', 'pair', 'b').identity,
      column('odd', 'pair', 'a').identity,
    ])
    expect(table('odd', 'child').key).toEqual([column('odd', 'child', 'self').identity])
    expect(table('odd', 'keyless').key).toBeNull()
    expect(table('odd', 'partial').key).toBeNull()
    expect(table('odd', 'parted').key).toHaveLength(1)
    expect(table('odd', 'simple').key).toBeNull()
  })

  it('keeps composite and self relations in order', () => {
    const child = table('odd', 'child').identity
    const relations = found.relations.filter((entry) => entry.fromTable === child)
    expect(relations).toHaveLength(2)
    expect(relations.find((entry) => entry.fromColumns.length === 2)).toMatchObject({
      fromColumns: [column('odd', 'child', 'y').identity, column('odd', 'child', 'x').identity],
      toColumns: [column('odd', 'pair', 'b').identity, column('odd', 'pair', 'a').identity],
    })
  })

  it('tells kinds, abilities and sizes', () => {
    const facts = (name: string) => [table('odd', name).kind, table('odd', name).abilities.update]
    expect(facts('parted')).toEqual(['partitioned', true])
    expect(facts('simple')).toEqual(['view', true])
    expect(facts('grouped')).toEqual(['view', false])
    expect(facts('stored')).toEqual(['materialized-view', false])
    expect(found.tables.some((entry) => entry.name === 'parted_1')).toBe(false)
    expect(table('odd', 'pair').approximateRowCount).toBe(500)
    expect(table('odd', 'simple').approximateRowCount).toBeNull()
  })

  it('shows the named schemas only', async () => {
    const some = await introspectPostgres(pool, ['odd', "x' or true --"])
    expect(some.schemas).toEqual(['odd'])
    expect((await introspectPostgres(pool, [])).tables).toEqual([])
  })

  it('shows only what the login may read', async () => {
    const limited = testPool(server, {}, { user: 'limited', password: new Secret('limited') })
    const seen = await introspectPostgres(limited, undefined)
    expect(seen.tables.map((entry) => entry.name)).toEqual(['child', 'pair'])
    const pair = seen.tables.find((entry) => entry.name === 'pair')!
    expect(pair.columns.map((entry) => entry.name)).toEqual(['a', 'label'])
    expect(pair.key).toBeNull()
    expect(pair.abilities).toEqual({ insert: false, update: false, delete: false })
    expect(seen.tables[0]!.abilities).toEqual({ insert: true, update: false, delete: false })
    expect(seen.relations.map((entry) => entry.fromColumns.length)).toEqual([1])
    await limited.end()
  })

  it('takes a thousand tables', async () => {
    await pool.query({
      text: `do $$ begin for i in 1..1000 loop
        execute format('create table odd.many_%s (id int primary key, a text, b text, c numeric, d date)', i); end loop; end $$`,
      timeoutMilliseconds: 60_000,
    })
    const many = await introspectPostgres(pool, ['odd'])
    expect(many.tables.length).toBeGreaterThan(1000)
  })
})

function table(schema: string, name: string) {
  return found.tables.find((entry) => entry.schema === schema && entry.name === name)!
}

function column(schema: string, tableName: string, name: string) {
  return table(schema, tableName).columns.find((entry) => entry.name === name)!
}

/** The script without the lines that make its database, which only psql understands. */
function chinook(): string {
  const path = join(import.meta.dirname, '../../../../e2e/data/chinook/postgresql.sql')
  return readFileSync(path, 'utf8').replace(/^(DROP DATABASE|CREATE DATABASE|\\c ).*$/gm, '')
}

async function runScript(text: string): Promise<void> {
  const { host, port, user, password } = server
  const client = new pg.Client({ host, port, user, password, database: 'postgres' })
  await client.connect()
  await client.query(text)
  await client.end()
}
