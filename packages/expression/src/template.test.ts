import { describe, expect, it } from 'vitest'
import { completeAt, completeTemplateAt } from './complete.ts'
import { renameReference, renameTemplateReference } from './rename.ts'
import type { ObjectType, Scope } from './scope.ts'
import { compileTemplate, renderTemplate } from './template.ts'

const row: ObjectType = {
  fields: {
    country: { type: 'text', label: 'Country', examples: ['BR'] },
    'Unit Price': { type: 'decimal' },
  },
}
const scope: Scope = {
  fields: {
    table1: { type: { fields: { selectedRow: { type: row }, rows: { type: { list: row } } } } },
    filter1: { type: { fields: { value: { type: 'text' } } } },
  },
}

describe('templates', () => {
  it('fills the parts; braces in texts and objects do not end one', () => {
    const { template, problems } = compileTemplate(
      'Hi {{ filter1.value }}, {{ {"a": {"b": "}}"}}.a.b }}!',
      scope,
    )
    expect(problems).toEqual([])
    expect(renderTemplate(template!, { filter1: { value: 'Ana' } })).toEqual({
      text: 'Hi Ana, }}!',
      errors: [],
    })
    expect(renderTemplate(template!, {}).text).toBe('Hi , }}!')
  })

  it('places problems in the whole text', () => {
    const source = 'A {{ filter1.valu }} B {{ 1 +'
    const first = compileTemplate(source.slice(0, 20), scope).problems[0]!
    expect([first.code, source.slice(first.from, first.to)]).toEqual(['unknown_field', 'valu'])
    expect(compileTemplate(source, scope).problems.map((problem) => problem.code)).toEqual([
      'unclosed_part',
      'unknown_field',
    ])
  })
})

describe('rename', () => {
  it.each([
    [
      'table1.selectedRow.country + table1.rows[0].country',
      ['table1'],
      'orders',
      'orders.selectedRow.country + orders.rows[0].country',
    ],
    [
      'table1.rows.filter(filter1, filter1.country == "x")',
      ['filter1'],
      'f',
      'table1.rows.filter(filter1, filter1.country == "x")',
    ],
    [
      'table1.selectedRow.country',
      ['table1', 'selectedRow', 'country'],
      'Home land',
      'table1.selectedRow["Home land"]',
    ],
    [
      'table1.selectedRow["Unit Price"]',
      ['table1', 'selectedRow', 'Unit Price'],
      'price',
      'table1.selectedRow["price"]',
    ],
    ['"table1" + filter1.value', ['table1'], 'x', '"table1" + filter1.value'],
    ['table1. +', ['table1'], 'x', 'table1. +'],
    ['table1.rows.map(r, table1.selectedRow)', ['table1'], 'r', 'table1.rows.map(r, table1.selectedRow)'],
    ['table1.gone', ['table1'], 'x', 'x.gone'],
  ])('%s', (source, path, name, expected) => {
    expect(renameReference(source, scope, path, name)).toBe(expected)
  })

  it('reaches into templates', () => {
    expect(renameTemplateReference('table1: {{ table1.rows.count() }}', scope, ['table1'], 'list')).toBe(
      'table1: {{ list.rows.count() }}',
    )
  })
})

describe('completion', () => {
  const labels = (source: string): string[] =>
    completeAt(source, source.length, scope).options.map((option) => option.label)

  it('offers members after a dot, odd names in brackets', () => {
    const { from, options } = completeAt('1 + table1.selectedRow.co', 25, scope)
    expect(from).toBe(23)
    expect(options).toEqual([
      { label: 'country', kind: 'field', type: 'text', detail: 'Country - e.g. BR', insert: 'country' },
      { label: 'Unit Price', kind: 'field', type: 'decimal', detail: '', insert: '["Unit Price"]', from: 22 },
    ])
  })

  it('offers names and functions elsewhere, and methods that fit the type', () => {
    expect(labels('1 + ta')).toEqual(expect.arrayContaining(['table1', 'filter1', 'round', 'today']))
    expect(labels('filter1.value.')).toContain('lower')
    expect(labels('filter1.value.')).not.toContain('sum')
    expect(labels('table1.rows.')).toEqual(expect.arrayContaining(['filter', 'map', 'count']))
  })

  it('knows the variable of a list function, and nothing within a text', () => {
    expect(labels('table1.rows.filter(r, r.')).toEqual(['country', 'Unit Price'])
    expect(labels('table1.rows.map(r, ')).toContain('r')
    expect(labels('"table1.')).toEqual([])
    expect(labels('nothing.')).toEqual([])
  })

  it('works within the parts of a template only', () => {
    const source = 'Hi {{ filter1.'
    expect(completeTemplateAt(source, source.length, scope)).toMatchObject({
      from: 14,
      options: [{ label: 'value' }],
    })
    expect(completeTemplateAt('Hi ', 3, scope).options).toEqual([])
  })
})
