import type { CatalogueColumn, TableStructure } from '@flexoffice/contract/catalogue'
import { describe, expect, test } from 'vitest'
import { canPair, reachesKey, rolesFollowing, suggestName, suggestPairs } from './relation-draft.ts'

type Part = [name: string, type: CatalogueColumn['type'], mark?: 'key' | 'missing']

function table(name: string, parts: Part[], relations: string[] = []): TableStructure {
  const columns = parts.map(([column, type, mark]) => ({
    id: `${name}.${column}`,
    name: column,
    type,
    isKey: mark === 'key',
    state: mark === 'missing' ? 'missing' : 'active',
  }))
  const key = columns.filter((column) => column.isKey).map((column) => column.id)
  return {
    table: { id: name, name, key },
    columns,
    relations: relations.map((relation) => ({ id: relation, name: relation })),
  } as unknown as TableStructure
}

const customers = table('customers', [
  ['id', 'integer', 'key'],
  ['name', 'text'],
])

describe('suggested pairs', () => {
  const pairs = (parts: Part[], target = customers) => suggestPairs(table('orders', parts), target)

  test('lead to the key from the column that is called after the table', () => {
    expect(
      pairs([
        ['id', 'integer', 'key'],
        ['customer_id', 'decimal'],
      ]),
    ).toEqual([{ from: 'orders.customer_id', to: 'customers.id' }])
    expect(pairs([['CustomersID', 'integer']])[0]!.from).toBe('orders.CustomersID')
    expect(pairs([['customer', 'integer']])[0]!.from).toBe('orders.customer')
  })

  test('take no column of another type, none that is gone, and not the `id` of the table itself', () => {
    for (const parts of [
      [['customer_id', 'text']],
      [['customer_id', 'integer', 'missing']],
      [['id', 'integer', 'key']],
    ] as Part[][])
      expect(pairs(parts)).toEqual([{ from: null, to: 'customers.id' }])
  })

  test('cover a key of several columns, by their own names', () => {
    const target = table('flights', [
      ['carrier', 'text', 'key'],
      ['number', 'integer', 'key'],
    ])
    expect(
      pairs(
        [
          ['carrier', 'text'],
          ['number', 'integer'],
        ],
        target,
      ),
    ).toEqual([
      { from: 'orders.carrier', to: 'flights.carrier' },
      { from: 'orders.number', to: 'flights.number' },
    ])
  })

  test('are left to the person where the table has no key', () => {
    expect(pairs([['customer_id', 'integer']], table('notes', [['text', 'text']]))).toEqual([
      { from: null, to: null },
    ])
  })
})

test('a name comes from the column and is like no other of the table', () => {
  const parts: Part[] = [
    ['customer_id', 'integer'],
    ['buyer', 'integer'],
  ]
  const name = (relations: string[], from: string, relationId?: string) =>
    suggestName(table('orders', parts, relations), customers.table, [{ from, to: null }], relationId)
  expect(name([], 'orders.customer_id')).toBe('customer')
  expect(name(['customer'], 'orders.customer_id')).toBe('customer_2')
  expect(name(['customer'], 'orders.customer_id', 'customer')).toBe('customer')
  expect(name([], 'orders.buyer')).toBe('buyer_2')
  expect(suggestName(table('orders', parts), undefined, [{ from: 'orders.buyer', to: null }])).toBe('')
})

test('numbers meet numbers, other types only themselves', () => {
  expect(canPair({ type: 'integer' }, { type: 'decimal' })).toBe(true)
  expect(canPair({ type: 'text' }, { type: 'uuid' })).toBe(false)
  expect(canPair({ type: 'date' }, { type: 'date' })).toBe(true)
})

test('a relation reaches a key when it names all of it', () => {
  expect(reachesKey({ key: ['a', 'b'] }, ['b', 'a', 'c'])).toBe(true)
  expect(reachesKey({ key: ['a', 'b'] }, ['a', null])).toBe(false)
  expect(reachesKey({ key: [] }, ['a'])).toBe(false)
})

test('roles whose rules follow a relation are found by its name, not by a longer one', () => {
  const grants = [
    { role: 'sales', rows: 'row.buyer.country == "BR"' },
    { role: 'support', rows: null, updateRows: 'row.open && row.buyer.name == user.name' },
    { role: 'finance', rows: 'row.buyer_2.country == "BR" || row.buyer == 1' },
  ]
  expect(rolesFollowing(grants, 'buyer')).toEqual(['sales', 'support'])
})
