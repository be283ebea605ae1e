import { AppError } from '@flexoffice/base'
import { describe, expect, it } from 'vitest'
import { compileQuery } from './compile-query.ts'
import { decodeCursor } from './cursor.ts'
import { catalogueWith, customers, grant, ownCountry, southern } from './example.ts'
import { compilePolicy } from './policy.ts'
import { type Catalogue, isReadable } from './query-scope.ts'
import { shapeOf } from './shape.ts'
import { ShapeCache } from './shape-cache.ts'
import { type Query, querySchema } from './structured-query.ts'

const limits = { maximumRows: 1000 }
const list: Query = {
  table: 'orders',
  select: [{ field: { column: 'id' } }, { field: { column: 'country' } }],
  page: { kind: 'offset', offset: 0, limit: 50 },
}
const open = catalogueWith(grant(null))
const own = catalogueWith(grant(ownCountry, { phone: { access: 'none' } }))

function sqlOf(query: Query, catalogue: Catalogue = open): string {
  return compileQuery(querySchema.parse(query), catalogue, limits).sql
}

function refusalOf(query: Query, catalogue: Catalogue = open): AppError {
  try {
    const compiled = compileQuery(query, catalogue, limits)
    compiled.bind({ literals: shapeOf(query).literals, attributes: {} })
  } catch (error) {
    if (error instanceof AppError) return error
  }
  throw new Error('not refused')
}

describe('compileQuery', () => {
  it('writes a list as by hand: rule, filter, sort, key, limit', () => {
    const query: Query = {
      ...list,
      filter: { kind: 'compare', field: { column: 'total' }, operator: 'gte', value: '10' },
      sort: [{ field: { column: 'created' }, direction: 'descending' }],
    }
    expect(sqlOf(query, own)).toBe(
      'select t."id", t."country" from "shop"."orders" t where t."country" = $1::text and t."total" >= $2::numeric ' +
        'order by t."created" desc, t."id" desc limit 50',
    )
  })

  it('shows a cell only where one role grants both its row and its column', () => {
    const both = catalogueWith(
      grant(ownCountry),
      grant(
        southern,
        { id: { access: 'read' }, phone: { access: 'read', mask: { kind: 'lastFour' } } },
        { otherColumns: undefined },
      ),
    )
    expect(
      sqlOf({ ...list, select: [{ field: { column: 'id' } }, { field: { column: 'total' } }] }, both),
    ).toBe(
      'select t."id", case when t."country" = $1::text then t."total" end from "shop"."orders" t ' +
        'where (t."country" = $1::text or exists (select from "shop"."customers" r1 where r1."id" = t."customer" ' +
        'and r1."region" = $2::text)) order by t."id" limit 50',
    )
  })

  it('filters and sorts by what the person sees of a disguised column', () => {
    const masked = catalogueWith(grant(null, { phone: { access: 'read', mask: { kind: 'fixed' } } }))
    const query: Query = {
      ...list,
      filter: { kind: 'contains', field: { column: 'phone' }, value: '55' },
      sort: [{ field: { column: 'phone' }, direction: 'ascending' }],
    }
    expect(sqlOf(query, masked)).toBe(
      `select t."id", t."country" from "shop"."orders" t where ('•••') like $1::text order by ('•••') collate "C", t."id" limit 50`,
    )
  })

  it('joins along a relation with the policy of the target', () => {
    const query: Query = { ...list, select: [{ field: { column: 'name', through: ['buyer'] } }] }
    const catalogue: Catalogue = {
      ...open,
      policies: new Map([...open.policies, ...catalogueWith(grant(null)).policies]),
    }
    expect(sqlOf(query, catalogue)).toBe(
      'select j1."name" from "shop"."orders" t left join "shop"."customers" j1 on j1."id" = t."customer" order by t."id" limit 50',
    )
  })

  it('tells beforehand which columns it would refuse', () => {
    const unjoined = catalogueWith(grant(null, { customer: { access: 'none' } }))
    const nameless = compilePolicy(customers, [grant(null, { name: { access: 'none' } })])
    const hidden: Catalogue = { ...own, policies: new Map([...own.policies, [customers.id, nameless]]) }
    const references = [
      { column: 'id' },
      { column: 'phone' },
      { column: 'nothing' },
      ...['id', 'name', 'region', 'nothing'].map((column) => ({ column, through: ['buyer'] })),
      { column: 'name', through: ['nobody'] },
      { column: 'name', through: ['buyer', 'buyer'] },
    ]
    const told = [open, own, hidden, unjoined].map((catalogue) =>
      references.map((reference) => {
        const readable = isReadable(catalogue, 'orders', reference)
        const query: Query = { ...list, select: [{ field: reference }] }
        if (!readable) expect(refusalOf(query, catalogue)).toMatchObject({ code: 'invalid_input' })
        else expect(() => sqlOf(query, catalogue)).not.toThrow()
        return readable
      }),
    )
    expect(new Set(told.map(String)).size).toBe(4)
  })

  it('groups dates in a zone and calculates in the source', () => {
    const query: Query = {
      table: 'orders',
      select: [],
      group: [{ as: 'month', field: { column: 'created' }, bucket: 'month', timeZone: 'America/Sao_Paulo' }],
      aggregates: [{ as: 'sum', function: 'sum', field: { column: 'total' } }],
      page: { kind: 'offset', offset: 0, limit: 100 },
      total: 'exact',
    }
    expect(sqlOf(query)).toBe(
      `select date_trunc('month', t."created" at time zone $1::text), sum(t."total") from "shop"."orders" t group by 1 ` +
        `order by date_trunc('month', t."created" at time zone $1::text) limit 100`,
    )
    expect(compileQuery(query, open, limits).total?.sql).toContain('select count(*) from (select date_trunc')
  })

  it('pages by keyset as one range where the order has no nulls', () => {
    const query: Query = {
      ...list,
      sort: [{ field: { column: 'created' }, direction: 'descending' }],
      page: { kind: 'keyset', limit: 2 },
    }
    const first = compileQuery(query, open, limits)
    expect(first.columns.length).toBe(2)
    const after = first.cursorAfter!(['7', 'BR', '2026-01-31 10:00:00+00'])
    const next: Query = { ...query, page: { kind: 'keyset', limit: 2, after } }
    const compiled = compileQuery(next, open, limits)
    expect(compiled.sql).toContain('where (t."created", t."id") < ($1::timestamptz, $2::int8) order by')
    expect(compiled.bind({ literals: shapeOf(next).literals, attributes: {} })).toEqual([
      '2026-01-31 10:00:00+00',
      '7',
    ])
    expect(() => decodeCursor(after, 'another order')).toThrow(AppError)
  })

  it('guards divisions and gives decimals', () => {
    const computed: Query['computed'] = [
      {
        name: 'share',
        formula: {
          kind: 'arithmetic',
          operator: '/',
          left: { kind: 'column', field: { column: 'id' } },
          right: { kind: 'column', field: { column: 'customer' } },
        },
      },
    ]
    expect(sqlOf({ ...list, computed, select: [{ field: { computed: 'share' } }] })).toBe(
      'select ((t."id"::numeric) / nullif((t."customer"::numeric), 0)) from "shop"."orders" t order by t."id" limit 50',
    )
  })

  it('counts rows only when asked, and estimates only what everybody may see', () => {
    expect(compileQuery(list, open, limits).total).toBeNull()
    expect(compileQuery({ ...list, total: 'estimated' }, open, limits).total?.kind).toBe('estimated')
    const bounded = compileQuery({ ...list, total: 'estimated' }, own, limits).total
    expect(bounded?.sql).toBe(
      'select count(*) from (select from "shop"."orders" t where t."country" = $1::text limit 10001) counted',
    )
  })

  it('answers the same for unknown and unreadable columns, wherever they stand', () => {
    const places: ((column: string) => Query)[] = [
      (column) => ({ ...list, select: [{ field: { column }, as: 'x' }] }),
      (column) => ({ ...list, filter: { kind: 'isNull', field: { column } } }),
      (column) => ({ ...list, sort: [{ field: { column }, direction: 'ascending' }] }),
      (column) => ({ ...list, select: [], aggregates: [{ as: 'a', function: 'max', field: { column } }] }),
    ]
    for (const place of places) {
      const [hidden, unknown] = [refusalOf(place('phone'), own), refusalOf(place('nothing'), own)]
      expect(hidden.detail).toEqual(unknown.detail)
      expect(hidden.detail.fields?.[0]?.path).toMatch(/field$/)
    }
    expect(refusalOf({ ...list, table: 'x' }).detail.public).toBe(
      refusalOf(list, catalogueWith()).detail.public,
    )
  })

  it.each<[string, Query]>([
    [
      '/filter/value',
      { ...list, filter: { kind: 'compare', field: { column: 'id' }, operator: 'eq', value: '1.5' } },
    ],
    [
      '/filter/value',
      {
        ...list,
        filter: { kind: 'compare', field: { column: 'id' }, operator: 'eq', value: '9223372036854775808' },
      },
    ],
    [
      '/filter/value',
      {
        ...list,
        filter: { kind: 'compare', field: { column: 'created' }, operator: 'lt', value: '2026-02-30' },
      },
    ],
    [
      '/filter/value',
      {
        ...list,
        filter: { kind: 'compare', field: { column: 'country' }, operator: 'eq', value: 'a\u0000' },
      },
    ],
    ['/page/after', { ...list, page: { kind: 'keyset', limit: 5, after: 'forged' } }],
    ['/page/limit', { ...list, page: { kind: 'offset', offset: 0, limit: 5000 } }],
    ['/select', { ...list, select: [list.select[0]!, list.select[0]!] }],
  ])('refuses a bad value at %s', (path, query) => {
    expect(refusalOf(query).detail.fields?.[0]?.path).toBe(path)
  })

  it('refuses unknown keys, unknown zones and trees that are too deep', () => {
    expect(querySchema.safeParse({ ...list, role: 'admin' }).success).toBe(false)
    const group = [{ as: 'g', field: { column: 'created' }, timeZone: 'Mars/Base' }]
    expect(querySchema.safeParse({ ...list, group }).success).toBe(false)
    let filter: Query['filter'] = { kind: 'isNull', field: { column: 'id' } }
    for (let depth = 0; depth < 20; depth += 1) filter = { kind: 'not', filter }
    expect(() => shapeOf({ ...list, filter })).toThrow('Nest at most')
  })
})

describe('ShapeCache', () => {
  it('binds each place its own value, even when the first query had one object in two places', () => {
    const cache = new ShapeCache()
    const same = { kind: 'compare', field: { column: 'country' }, operator: 'ne', value: 'BR' } as const
    cache.compile({ ...list, filter: { kind: 'and', filters: [same, same] } }, open, limits)
    const query: Query = { ...list, filter: { kind: 'and', filters: [same, { ...same, value: 'US' }] } }
    const { compiled, shape } = cache.compile(query, open, limits)
    expect(compiled.bind({ literals: shape.literals, attributes: {} })).toEqual(['BR', 'US'])
  })

  it('shares a statement between values, never between rights, and stays small', () => {
    const cache = new ShapeCache(32_000)
    const filtered = (value: string): Query => ({
      ...list,
      filter: { kind: 'compare', field: { column: 'country' }, operator: 'eq', value },
    })
    const first = cache.compile(filtered('BR'), own, limits)
    const second = cache.compile(filtered('US'), own, limits)
    expect(second.compiled).toBe(first.compiled)
    const attributes = { country: 'BR' }
    expect(second.compiled.bind({ literals: second.shape.literals, attributes })).toEqual(['BR', 'US'])
    expect(cache.compile(filtered('BR'), open, limits).compiled).not.toBe(first.compiled)
    for (let limit = 1; limit < 99; limit += 1) {
      cache.compile({ ...list, page: { kind: 'offset', offset: 0, limit } }, own, limits)
      expect(cache.bytes).toBeLessThanOrEqual(32_000)
    }
    expect(cache.size).toBeLessThan(20)
  })

  it('keeps the lately used, few of the heavy and none that would push out the rest', () => {
    const cache = new ShapeCache(100_000)
    const filters = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        kind: 'compare' as const,
        field: { column: 'country' },
        operator: index % 2 === 0 ? ('eq' as const) : ('ne' as const),
        value: 'BR',
      }))
    const paged = (limit: number, count: number): Query => ({
      ...list,
      filter: { kind: 'or', filters: filters(count) },
      page: { kind: 'offset', offset: 0, limit },
    })
    const compiledOf = (query: Query) => cache.compile(query, open, limits).compiled
    const used = compiledOf(list)
    for (let limit = 1; limit < 200; limit += 1) {
      compiledOf(paged(limit, 15))
      expect(compiledOf(list)).toBe(used)
      expect(cache.bytes).toBeLessThanOrEqual(100_000)
    }
    const light = cache.size
    expect(light).toBeGreaterThan(5)
    const heavy = compiledOf(paged(200, 90))
    expect(cache.size).toBe(light)
    expect(compiledOf(paged(200, 90))).not.toBe(heavy)
    expect(compiledOf(paged(199, 15))).toBe(compiledOf(paged(199, 15)))
  })
})
