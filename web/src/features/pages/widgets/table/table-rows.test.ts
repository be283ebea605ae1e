// @vitest-environment jsdom
import type { DataColumn } from '@flexoffice/contract/data'
import { expect, it } from 'vitest'
import { setLanguage } from '../../../../core/i18n/languages.ts'
import { readColumns, tableOf } from './configured-columns.ts'
import { formatCell } from './format-cell.ts'
import { nameRows, patchRows } from './table-rows.ts'

const column = (id: string, name: string, more: Partial<DataColumn> = {}): DataColumn => ({
  id,
  name,
  label: name.toUpperCase(),
  description: '',
  type: 'text',
  nullable: true,
  hasDefault: false,
  generated: false,
  enumLabels: null,
  maximumLength: null,
  isKey: false,
  access: 'write',
  ...more,
})
const catalogue = [column('c1', 'id', { isKey: true, type: 'integer' }), column('c2', 'name')]
const answer = [
  { name: 'id', type: 'integer', columnId: 'c1' },
  { name: 'title', type: 'text', columnId: 'c2' },
]

it('names rows by their key, and by what they hold without one', () => {
  const rows = [
    { id: 7, title: 'a' },
    { id: null, title: 'a' },
    { id: null, title: 'a' },
  ]
  const named = nameRows(rows, answer, catalogue)
  expect(named.map(({ recordKey }) => recordKey)).toEqual(['7', null, null])
  expect(new Set(named.map(({ id }) => id)).size).toBe(3)
  expect(patchRows(named, new Map([['7', { title: 'b' }]]))[0]!.values).toEqual({ id: 7, title: 'b' })
})

it('writes keys of several columns as the data API reads them', () => {
  const keys = [column('a', 'a', { isKey: true }), column('b', 'b', { isKey: true })]
  const columns = keys.map(({ id, name, type }) => ({ name, type, columnId: id }))
  expect(nameRows([{ a: 'x,', b: 2 }], columns, keys)[0]!.recordKey).toBe('["x,","2"]')
})

it('shows the columns that the author chose, with labels of the author, the answer or the catalogue', () => {
  expect(readColumns(undefined, answer, catalogue).map(({ name, label }) => [name, label])).toEqual([
    ['id', 'ID'],
    ['title', 'NAME'],
  ])
  const chosen = [{ column: 'title', label: 'Mine', width: 90 }, 'gone', { column: 'id', hidden: true }]
  expect(readColumns(chosen, answer, catalogue)).toMatchObject([{ name: 'title', label: 'Mine', width: 90 }])
  const result = { status: 'ready' as const, rows: [], columns: answer, hasMore: false }
  expect(tableOf({ table: 't1' }, result)).toBe('t1')
  expect(tableOf({}, Object.assign({ tableId: 't2' }, result))).toBe('t2')
  expect(tableOf({}, result)).toBeUndefined()
})

it('takes a group or a sum that bears the name of a column for none, but keeps its words', () => {
  const grouped = [
    { name: 'id', type: 'integer' },
    { name: 'name', type: 'text' },
  ]
  expect(nameRows([{ id: 7, name: 'a' }], grouped, catalogue)[0]!.recordKey).toBeNull()
  expect(readColumns(undefined, grouped, catalogue)).toMatchObject([
    { label: 'ID', source: undefined },
    { label: 'NAME', source: undefined },
  ])
})

it('writes values by type, format and language, and never loses a digit', async () => {
  await setLanguage('pt-BR')
  expect(formatCell('9007199254740993.10', 'decimal')).toBe('9.007.199.254.740.993,10')
  expect(formatCell('1234.5', 'decimal', { format: 'money', currency: 'BRL' }).replace(/\s/g, ' ')).toBe(
    'R$ 1.234,50',
  )
  expect(formatCell(true, 'boolean')).toBe('Sim')
  await setLanguage('en')
  expect(formatCell(0.256, 'float', { format: 'percent' })).toBe('25.6%')
  expect(formatCell('2026-01-31', 'date')).toBe('Jan 31, 2026')
  expect(formatCell('infinity', 'date')).toBe('infinity')
  expect(formatCell('x', 'text', { format: 'money' })).toBe('x')
  expect(formatCell(null, 'text')).toBe('')
})
