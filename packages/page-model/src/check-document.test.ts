import { type JsonValue, pageDocument } from '@flexoffice/contract/page-document'
import { describe, expect, it } from 'vitest'
import { checkDocument } from './check-document.ts'
import { constant, formula, put, sampleCatalogue, samplePage, template } from './sample-page.ts'
import { createWidgetRegistry } from './widgets/registry.ts'

const registry = createWidgetRegistry()

function codesOf(change: (page: ReturnType<typeof samplePage>) => void): string[] {
  const page = samplePage()
  change(page)
  return checkDocument(page, registry, sampleCatalogue()).map((problem) => problem.code)
}

describe('checkDocument', () => {
  it('finds nothing in a sound page', () => {
    expect(pageDocument.safeParse(samplePage()).error).toBeUndefined()
    expect(checkDocument(samplePage(), registry, sampleCatalogue())).toEqual([])
    expect(checkDocument(samplePage(), registry)).toEqual([])
  })

  it('names the circle of bindings exactly', () => {
    const page = samplePage()
    page.widgets.w1!.properties.defaultValue = formula('table1.selectedRow.country')
    const problems = checkDocument(page, registry, sampleCatalogue())
    expect(problems.map((problem) => problem.code)).toEqual(['binding_cycle'])
    expect(problems[0]!.params.path).toBe(
      'filter1.defaultValue → table1.selectedRow → table1.query → orders → filter1.value → filter1.defaultValue',
    )
  })

  it('finds every circle, also two that touch', () => {
    const page = samplePage()
    put(page, 'a', 'filter', 'a', { defaultValue: formula('b.value') }, 100)
    put(page, 'b', 'filter', 'b', { defaultValue: formula('b.value + a.value') }, 120)
    const cycles = checkDocument(page, registry).filter((problem) => problem.code === 'binding_cycle')
    expect(cycles.map((problem) => problem.params.path)).toEqual([
      'b.defaultValue → b.value → b.defaultValue',
      'a.defaultValue → b.value → b.defaultValue → a.value → a.defaultValue',
    ])
  })

  it('says where an unknown name stands and what was meant', () => {
    const page = samplePage()
    page.widgets.w3!.properties.value = formula('1 + tabel1.page')
    const [problem] = checkDocument(page, registry, sampleCatalogue())
    expect(problem).toMatchObject({ severity: 'error', widgetId: 'w3', property: 'value', from: 4, to: 10 })
    expect(problem!.message).toContain('table1')
  })

  it.each<[string, string, (page: ReturnType<typeof samplePage>) => void]>([
    [
      'a wrong type',
      'wrong_type',
      (page) => {
        page.widgets.w3!.properties.value = formula('filter1.value')
      },
    ],
    [
      'a condition that is no condition',
      'wrong_type',
      (page) => {
        page.widgets.w4!.visible = '1 + 1'
      },
    ],
    [
      'a column that the rows do not have',
      'unknown_field',
      (page) => {
        page.widgets.w3!.properties.value = formula('table1.selectedRow.totl')
      },
    ],
    [
      'an unknown widget',
      'unknown_widget_type',
      (page) => {
        page.widgets.w4!.type = 'txt'
      },
    ],
    [
      'an unknown property',
      'unknown_property',
      (page) => {
        page.widgets.w4!.properties.colour = constant('red')
      },
    ],
    [
      'a missing property',
      'missing_property',
      (page) => {
        delete page.widgets.w2!.properties.query
      },
    ],
    [
      'a wrong constant',
      'wrong_value',
      (page) => {
        page.widgets.w2!.properties.pageSize = constant(10_000)
      },
    ],
    [
      'a query that is gone',
      'unknown_query',
      (page) => {
        page.widgets.w2!.properties.query = constant('gone')
      },
    ],
    [
      'an expression where one chooses',
      'constant_needed',
      (page) => {
        page.widgets.w2!.properties.query = template('q')
      },
    ],
    [
      'a table that cannot be read',
      'unknown_table',
      (page) => {
        page.queries.q1!.query.table = 'salaries'
      },
    ],
    [
      'a filter of several compared by its first',
      'first_value_only',
      (page) => {
        page.widgets.w1!.properties.multiple = constant(true)
      },
    ],
    [
      'a column that cannot be read',
      'unknown_column',
      (page) => {
        page.queries.q1!.query.select = [
          { field: { column: 'phone' } },
          { field: { column: 'id' } },
          { field: { column: 'total' } },
        ]
      },
    ],
    [
      'a name twice',
      'name_taken',
      (page) => {
        page.widgets.w4!.name = 'kpi1'
      },
    ],
    [
      'a name of the language',
      'name_reserved',
      (page) => {
        page.widgets.w4!.name = 'user'
      },
    ],
    [
      'an overlap',
      'layout_overlap',
      (page) => {
        page.widgets.w4!.layout.desktop.y = 62
      },
    ],
    [
      'a place over the edge',
      'layout_out_of_grid',
      (page) => {
        page.widgets.w4!.layout.desktop.x = 20
      },
    ],
    [
      'an unknown event',
      'unknown_event',
      (page) => {
        page.widgets.w4!.events.press = [{ kind: 'refresh' }]
      },
    ],
    [
      'an unknown variable',
      'unknown_state',
      (page) => {
        page.widgets.w2!.events.rowSelect = [{ kind: 'setState', name: 'tap', value: constant(1) }]
      },
    ],
    [
      'a record without key',
      'missing_key',
      (page) => {
        page.widgets.w2!.events.rowSelect = [
          {
            kind: 'changeRecord',
            operation: 'update',
            tableId: 'orders',
            key: {},
            values: { total: formula('event.row.total') },
          },
        ]
      },
    ],
    [
      'a parent that holds nothing',
      'not_a_container',
      (page) => {
        page.widgets.w4!.parent = 'w3'
      },
    ],
  ])('finds %s', (_, code, change) => {
    expect(codesOf(change)).toContain(code)
  })
})

it('checks the rules of a form against its own fields, by name and by id', () => {
  const page = samplePage()
  const rule = (validation: unknown) => {
    const fields = [
      { column: 'c_total', validation },
      { column: 'c_country', label: 'Country' },
      { column: 'c_id', hidden: true, validation: 'nothing.at.all' },
    ] as JsonValue
    put(page, 'f', 'form', 'form1', { table: constant('t'), fields: { kind: 'value', value: fields } }, 200)
    return checkDocument(page, registry, catalogue).map(({ code, property }) => [code, property])
  }
  const column = (name: string, type: 'text' | 'decimal') => ({
    id: `c_${name}`,
    name,
    type,
    databaseType: type,
    nullable: true,
  })
  const columns = [column('total', 'decimal'), column('country', 'text'), column('id', 'text')]
  const table = { id: 't', schema: 's', name: 't', columns, key: ['c_id'], relations: [] }
  const catalogue = { tables: new Map([...sampleCatalogue().tables, ['t', table]]) }
  const place = 'fields[0].validation'
  expect(rule('value == null || value > 10.0 && row.country != "BR"')).toEqual([])
  expect(rule('row.c_country.startsWith("B") && row.c_total == value')).toEqual([])
  expect(rule('row.contry == "BR"')).toEqual([['unknown_field', place]])
  expect(rule('row.id == "1"')).toEqual([['unknown_field', place]])
  expect(rule('filter1.value == "BR"')).toEqual([['unknown_name', place]])
  expect(rule('value + 1.0')).toEqual([['wrong_type', place]])
  expect(rule('value >')).toEqual([[expect.any(String), place]])
  expect(checkDocument(page, registry).map(({ property }) => property)).toEqual([place])
})

it('checks the rules of looks: conditions over the row and the page, tones and columns', () => {
  const page = samplePage()
  const check = (id: string, when: unknown, more: object = {}) => {
    const rule = { when, tone: 'positive', ...more } as JsonValue
    page.widgets[id]!.properties.formats = { kind: 'value', value: [rule] }
    const found = checkDocument(page, registry, sampleCatalogue())
    delete page.widgets[id]!.properties.formats
    return found.map(({ code, property }) => [code, property])
  }
  const source = ($expression: string) => ({ $expression })
  expect(check('w2', source('row.total > 10.0 && state.tab != "x"'), { column: 'total' })).toEqual([])
  expect(check('w3', source('value > 10.0 || row.any == 1'))).toEqual([])
  expect(check('w2', source(''))).toEqual([])
  expect(check('w2', source('row.totl > 1.0'))).toEqual([['unknown_field', 'formats[0].when']])
  expect(check('w2', source('value > 1.0'))).toEqual([['unknown_name', 'formats[0].when']])
  expect(check('w2', source('row.total'))).toEqual([['wrong_type', 'formats[0].when']])
  expect(check('w2', source('row.total > 1.0'), { column: 'gone' })).toEqual([
    ['unknown_column', 'formats[0].column'],
  ])
  expect(check('w2', source('true'), { tone: 'pink' })).toEqual([['wrong_value', 'formats']])
  expect(check('w2', 'true')).toEqual([['wrong_value', 'formats']])
  page.widgets.w2!.properties.formats = { kind: 'expression', source: '[]' }
  expect(checkDocument(page, registry).map(({ code }) => code)).toEqual(['constant_needed'])
})
