// @vitest-environment jsdom
import type { DataColumn } from '@flexoffice/contract/data'
import { ApiError } from '@flexoffice/sdk/client'
import { beforeEach, expect, it } from 'vitest'
import { setLanguage } from '../../../../core/i18n/languages.ts'
import { readTyped, writeTyped } from '../../../data/api.ts'
import { findMistakes, readChanges, readFields } from './form-fields.ts'
import { readRecordProblems } from './record-problems.ts'

const column = (id: string, type: DataColumn['type'], more: Partial<DataColumn> = {}): DataColumn => ({
  id,
  name: id,
  label: id,
  description: '',
  type,
  nullable: false,
  hasDefault: false,
  generated: false,
  enumLabels: null,
  maximumLength: null,
  isKey: false,
  access: 'write',
  ...more,
})
const columns = [
  column('id', 'integer', { isKey: true, generated: true }),
  column('name', 'text', { maximumLength: 5 }),
  column('total', 'decimal', { nullable: true }),
  column('state', 'text', { hasDefault: true }),
  column('secret', 'text', { access: 'masked' }),
]

beforeEach(() => setLanguage('en'))

it('offers only what may be written, in the author’s order', () => {
  const ids = (configured: unknown) => readFields(configured, columns).map((field) => field.column.id)
  expect(ids(undefined)).toEqual(['name', 'total', 'state'])
  expect(ids([{ column: 'total' }, 'secret', 'id', { column: 'name', hidden: true }])).toEqual(['total'])
})

it('checks a new record whole, and of a known one what was changed', () => {
  const fields = readFields(undefined, columns)
  const texts = { name: 'too long', total: '1.5', state: '' }
  expect(findMistakes(fields, texts, null)).toEqual({
    name: 'Shorten it to 5 characters.',
    total: undefined,
    state: undefined,
  })
  expect(findMistakes(fields, texts, texts)).toEqual({})
  expect(findMistakes(fields, { ...texts, total: 'x' }, texts).total).toContain('Enter a number')
})

it('asks for what the author requires and for what a rule over the record says', () => {
  const fields = readFields(
    [
      { column: 'state', required: true },
      { column: 'total', validation: 'value == null || value > 10.0', validationMessage: 'More than 10.' },
      { column: 'name', validation: 'value ==' },
    ],
    columns,
  )
  expect(findMistakes(fields, { state: '', total: '9', name: 'ok' }, null)).toEqual({
    state: 'Enter a value; this field cannot be empty.',
    total: 'More than 10.',
    name: undefined,
  })
  expect(findMistakes(fields, { state: 'a', total: '10.01', name: 'ok' }, null).total).toBeUndefined()
})

it('lets a rule speak of other fields by name or id, with their types', () => {
  const [, name, total] = columns.map((one) => ({ ...one, id: `c_${one.id}`, nullable: true }))
  const validation = 'row.total > 9.5 && row.c_total == row.total && value != "x"'
  const fields = readFields([{ column: 'c_name', validation }, { column: 'c_total' }], [name!, total!])
  const refused = (total: string, name: string) =>
    findMistakes(fields, { c_total: total, c_name: name }, null).c_name !== undefined
  expect([refused('10', 'ok'), refused('9.5', 'ok'), refused('10', 'x')]).toEqual([false, true, true])
})

it('sends what was filled in or changed, with every digit', () => {
  const fields = readFields(undefined, columns)
  expect(readChanges(fields, { name: 'Ana', total: '9,007,199,254,740,993.10', state: '' }, null)).toEqual({
    name: 'Ana',
    total: '9007199254740993.10',
  })
  const before = { name: 'Ana', total: '1', state: 'new' }
  expect(readChanges(fields, { ...before, total: '' }, before)).toEqual({ total: null })
})

it('reads figures as people of each language write them, and gives them back so', async () => {
  const decimal = { type: 'decimal' as const, nullable: false, maximumLength: null }
  expect(readTyped('-1,234.50', decimal)).toBe('-1234.50')
  for (const wrong of ['1,23.4', '1.2.3', '--1', 'abc', '1e5'])
    expect(() => readTyped(wrong, decimal)).toThrow()
  await setLanguage('pt-BR')
  expect(readTyped('1.234,50', decimal)).toBe('1234.50')
  expect(writeTyped('1234.50', 'decimal')).toBe('1234,50')
  expect(() => readTyped('1.5', decimal)).toThrow('1.234,56')
})

it('puts refusals of the server at their fields, and the rest on top', () => {
  const failure = new ApiError(422, {
    type: '',
    title: '',
    status: 422,
    code: 'invalid_input',
    detail: 'x',
    reference: 'r',
    fields: [
      { path: '/values/name', message: 'This name is taken.' },
      { path: '/values/hidden', message: 'Not yours.' },
    ],
  })
  expect(readRecordProblems(failure, new Set(['name']))).toEqual([
    { field: 'name', message: 'This name is taken.' },
    { message: 'Not yours.' },
  ])
})
