import type { Benchmark } from '../benchmark.ts'
import { compareLoad } from '../compare-load.ts'
import type { LoadRequest } from '../load.ts'
import { products, visibleColumns } from '../orders.ts'
import type { BenchPerson, World } from '../world.ts'

/** 50 rows with filter and sort, 50 connections, session and access check included. */
export const list50: Benchmark = {
  name: 'list-50',
  run: async ({ options, world }) => {
    const here = await world()
    const pairs = here.people.map((person, index) => ({ person, product: products[index % 50]! }))
    const line = await compareLoad(
      {
        benchmark: 'list-50',
        what: 'list 50 rows, filter and sort, 50 connections',
        target: 1,
        measure: 'faster',
        connections: 50,
        product: pairs.map(({ person, product }) => query(here, person, 50, product)),
        raw: pairs.map(({ person, product }) => ({
          method: 'GET',
          path: `/list-50?region=${person.region}&product=${product}`,
        })),
        readProduct,
        readRaw,
      },
      here,
      options,
    )
    return [line]
  },
}

/** 1,000 rows, sorted. */
export const list1000: Benchmark = {
  name: 'list-1000',
  run: async ({ options, world }) => {
    const here = await world()
    const line = await compareLoad(
      {
        benchmark: 'list-1000',
        what: 'list 1,000 rows, sort, 50 connections',
        target: 1.5,
        measure: 'faster',
        connections: 50,
        product: here.people.map((person) => query(here, person, 1000)),
        raw: here.people.map(({ region }) => ({ method: 'GET', path: `/list-1000?region=${region}` })),
        readProduct,
        readRaw,
      },
      here,
      options,
    )
    return [line]
  },
}

function query(world: World, person: BenchPerson, limit: number, product?: string): LoadRequest {
  const { columns, tableId } = world
  const filter = product && {
    kind: 'compare',
    field: { column: columns.product },
    operator: 'eq',
    value: product,
  }
  const body = {
    query: {
      select: visibleColumns.map((name) => ({ field: { column: columns[name] }, as: name })),
      ...(filter ? { filter } : {}),
      sort: [{ field: { column: columns.ordered_at }, direction: 'descending' }],
      page: { kind: 'keyset', limit },
    },
  }
  return {
    method: 'POST',
    path: `/api/tables/${tableId}/query`,
    headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}

function readProduct(answer: unknown): unknown {
  const { columns, rows } = answer as { columns: { name: string }[]; rows: unknown[][] }
  return rows.map((row) =>
    Object.fromEntries(columns.map(({ name }, index) => [name, comparable(name, row[index])])),
  )
}

function readRaw(answer: unknown): unknown {
  return (answer as Record<string, unknown>[]).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, comparable(name, value)])),
  )
}

/** Instants differ in how many zeros they are written with, large integers in being text: the values are the same. */
function comparable(name: string, value: unknown): unknown {
  return name === 'ordered_at' ? new Date(String(value)).getTime() : String(value)
}
