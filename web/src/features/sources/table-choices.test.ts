import type { SourceTable } from '@flexoffice/contract/sources'
import { expect, it } from 'vitest'
import { compareTables, suggestTables } from './table-choices.ts'

function table(identity: string, state: SourceTable['state'], keepsAccess = state === 'taken'): SourceTable {
  const found = { schema: 'public', name: identity, kind: 'table', columns: 1, hasKey: true }
  return { identity, ...found, approximateRowCount: null, state, keepsAccess }
}

const tables = [
  table('here', 'taken'),
  table('away', 'left'),
  table('back', 'left', true),
  table('fresh', 'new'),
]

it('ticks what is taken, and what the next look would take', () => {
  expect([...suggestTables(tables, false)]).toEqual(['here'])
  expect([...suggestTables(tables, true)]).toEqual(['here', 'fresh'])
})

it('takes what was ticked and asks about readers only where nobody decided before', () => {
  const changes = compareTables(tables, new Set(['here', 'away', 'back', 'fresh']))
  expect(changes).toMatchObject({ take: ['away', 'back', 'fresh'], leave: [], leaving: [] })
  expect(changes.asking.map(({ identity }) => identity)).toEqual(['away', 'fresh'])
})

it('leaves what is not ticked, and tells which of it is in use', () => {
  const changes = compareTables(tables, new Set())
  expect(changes).toMatchObject({ take: [], leave: ['here', 'fresh'], asking: [] })
  expect(changes.leaving.map(({ identity }) => identity)).toEqual(['here'])
})

it('changes nothing while the choice is as it was', () => {
  const decided = tables.slice(0, 3)
  expect(compareTables(decided, suggestTables(decided, true))).toMatchObject({ take: [], leave: [] })
})
