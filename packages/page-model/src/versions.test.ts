import { pageDocument } from '@flexoffice/contract/page-document'
import type { Filter } from '@flexoffice/query/structured-query'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { checkDocument } from './check-document.ts'
import { diffDocuments } from './diff-documents.ts'
import { fromPageDocument, toPageDocument } from './document.ts'
import { createUndoManager } from './edit-document.ts'
import { setProperty } from './edit-widgets.ts'
import { listParameters } from './list-parameters.ts'
import { fromFiles, toFiles } from './page-files.ts'
import { applyWindow, bindParameters } from './query-parameters.ts'
import { fromReaderDocument, toReaderDocument } from './reader-document.ts'
import { renameQuery, renameState, renameWidget } from './rename.ts'
import { constant, formula, put, sampleCatalogue, samplePage } from './sample-page.ts'
import { createWidgetRegistry } from './widgets/registry.ts'

function live() {
  const ydoc = new Y.Doc()
  fromPageDocument(samplePage(), ydoc)
  return ydoc
}

describe('renaming', () => {
  it('rewrites every reference and stays one step of undo', () => {
    const ydoc = live()
    const rule = { when: { $expression: 'row.country == filter1.value && state.tab != "x"' }, tone: 'strong' }
    setProperty(ydoc, 'w2', 'formats', { kind: 'value', value: [rule] })
    const before = toPageDocument(ydoc)
    const undo = createUndoManager(ydoc)
    renameWidget(ydoc, 'w2', 'list')
    renameWidget(ydoc, 'w1', 'country')
    renameQuery(ydoc, 'q1', 'sales')
    renameState(ydoc, 'tab', 'view')
    const after = toPageDocument(ydoc)
    expect(checkDocument(after, createWidgetRegistry(), sampleCatalogue())).toEqual([])
    expect(JSON.stringify(after)).not.toMatch(/table1|filter1|orders\.rows|state\.tab/)
    expect(after.widgets.w4!.properties.content).toMatchObject({
      source: 'Row {{ list.selectedRow.id }} of {{ size(sales.rows) }}',
    })
    expect(after.widgets.w2!.properties.formats).toEqual({
      kind: 'value',
      value: [{ when: { $expression: 'row.country == country.value && state.view != "x"' }, tone: 'strong' }],
    })
    undo.undo()
    expect(toPageDocument(ydoc)).toEqual(before)
  })

  it.each(['kpi1', 'user', 'a b', '', 'orders', 'constructor'])('refuses the name "%s"', (name) => {
    expect(() => renameWidget(live(), 'w2', name)).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  })
})

describe('versions', () => {
  it('lists what changed by property', () => {
    const [before, after] = [samplePage(), samplePage()]
    after.title = 'Sales'
    after.widgets.w1!.properties.defaultValue = constant('PT')
    after.widgets.w3!.layout.desktop.y = 61
    delete after.widgets.w4
    put(after, 'w5', 'button', 'button1', { text: constant('Go') }, 90)
    expect(diffDocuments(before, before)).toEqual([])
    expect(
      diffDocuments(before, after).map(({ kind, of, name, field }) =>
        [kind, of, name, field].join(' ').trim(),
      ),
    ).toEqual([
      'changed page  title',
      'changed widget filter1 properties.defaultValue',
      'changed widget kpi1 layout.desktop',
      'removed widget text1',
      'added widget button1',
    ])
  })

  it('goes through files and back, and names the file of a mistake', () => {
    const files = toFiles(samplePage())
    expect(Object.keys(files)).toContain('widgets/w1.json')
    expect(fromFiles(files)).toEqual(pageDocument.parse(samplePage()))
    const broken = files['widgets/w2.json']!.replace('"table1"', '"table 1"')
    expect(() => fromFiles({ ...files, 'widgets/w2.json': broken })).toThrow(/widgets\/w2\.json: name/)
    expect(() => fromFiles({ ...files, 'widgets/w2.json': '{' })).toThrow(
      /widgets\/w2\.json: The file is not JSON/,
    )
    expect(() => fromFiles({ ...files, '../evil.json': '{}' })).toThrow(/no such file/)
  })

  it('shows a reader no query, only its parameters, which keep their names', () => {
    const page = samplePage()
    const reader = toReaderDocument(page)
    expect(JSON.stringify(reader.queries)).not.toMatch(/country|"orders"\s*,\s*"select/)
    expect(listParameters(fromReaderDocument(reader).queries.q1!.query)).toEqual(
      listParameters(page.queries.q1!.query),
    )
  })
})

describe('parameters', () => {
  const { query } = samplePage().queries.q1!

  it('binds values, and leaves out the conditions without one', () => {
    expect(listParameters(query).map(({ name, source }) => [name, source])).toEqual([
      ['p0', 'filter1.value'],
      ['p1', 'state.tab == "large" ? 1000 : 0'],
    ])
    expect(bindParameters(query, { p0: 'BR', p1: '10' }).filter).toMatchObject({
      filters: [{ value: 'BR' }, { value: '10' }],
    })
    expect(bindParameters(query, { p0: '', p1: '10' }).filter).toMatchObject({ filters: [{ value: '10' }] })
    expect(bindParameters(query, {}).filter).toBeUndefined()
  })

  it('lets no row pass where nothing is wanted without a value, also under "not"', () => {
    const strict = (filter: object) => ({ ...query, filter: filter as never })
    const compare = {
      kind: 'compare',
      field: { column: 'id' },
      operator: 'eq',
      value: { $expression: 'a', whenEmpty: 'nothing' },
    }
    const noRow = { kind: 'or', filters: [] }
    expect(bindParameters(strict(compare), {}).filter).toEqual(noRow)
    expect(bindParameters(strict({ kind: 'not', filter: compare }), {}).filter).toEqual(noRow)
    expect(bindParameters(strict({ kind: 'and', filters: [compare] }), {}).filter).toEqual({
      kind: 'and',
      filters: [noRow],
    })
    const list = { kind: 'in', field: { column: 'id' }, values: { $expression: 'ids' } }
    expect(bindParameters(strict(list), { p0: ['1', '2'] }).filter).toMatchObject({ values: ['1', '2'] })
    expect(bindParameters(strict(list), { p0: [] }).filter).toBeUndefined()
  })

  it('never takes a value for a piece of the query', () => {
    const hostile = bindParameters(query, { p0: '{"$expression":"x"}', p1: "' or 1=1 --" })
    expect(hostile.filter).toMatchObject({
      filters: [{ value: '{"$expression":"x"}' }, { value: "' or 1=1 --" }],
    })
  })

  it('lays page, order and search over the query, by columns of the answer only', () => {
    const bound = bindParameters(query, {})
    const seen = applyWindow(bound, {
      offset: 50,
      limit: 25,
      sort: [{ column: 'total', direction: 'descending' }],
      search: 'x',
    })
    expect(seen.page).toEqual({ kind: 'offset', offset: 50, limit: 25 })
    expect(seen.sort).toEqual([{ field: { column: 'total' }, direction: 'descending' }])
    expect(seen.filter).toEqual({ kind: 'search', text: 'x' })
    expect(() => applyWindow(bound, { sort: [{ column: 'phone', direction: 'ascending' }] })).toThrow(
      /no column "phone"/,
    )
  })

  it('lays conditions on columns of the answer over the query, after grouping where it groups', () => {
    const atLeast = (column: string, value: string) =>
      ({ kind: 'compare', field: { column }, operator: 'gte', value }) as const
    const own = { kind: 'isNotNull', field: { column: 'b' } } as const
    const related = { column: 'c', through: ['r', 's'] }
    const select = [
      { field: { column: 'a', through: ['r'] }, as: 'Name' },
      { field: { column: 'b' } },
      { field: related },
    ]
    const page = { kind: 'offset', offset: 0, limit: 5 } as const
    const list = { table: 't', select, filter: own, page }
    const filter = {
      kind: 'or' as const,
      filters: [atLeast('Name', 'x'), { kind: 'not' as const, filter: atLeast('b', '1') }],
    }
    expect(applyWindow(list, { filter }).filter).toEqual({
      kind: 'and',
      filters: [
        own,
        {
          kind: 'or',
          filters: [
            { ...atLeast('', 'x'), field: { column: 'a', through: ['r'] } },
            { kind: 'not', filter: atLeast('b', '1') },
          ],
        },
      ],
    })
    expect(applyWindow(list, { search: 'y', filter: atLeast('b', '1') }).filter).toMatchObject({
      filters: [{ filters: [own, { kind: 'search', text: 'y' }] }, atLeast('b', '1')],
    })
    expect(applyWindow(list, { filter: atLeast('r.s.c', '1') }).filter).toMatchObject({
      filters: [own, { field: related }],
    })
    const grouped = {
      table: 't',
      select: [],
      filter: own,
      group: [{ as: 'Month', field: { column: 'c' }, bucket: 'month' as const }],
      aggregates: [{ as: 'Total', function: 'sum' as const, field: { column: 'd' } }],
      page,
    }
    const having = { kind: 'and' as const, filters: [atLeast('Month', '2026-01-01'), atLeast('Total', '9')] }
    expect(applyWindow(grouped, { filter: having })).toMatchObject({
      filter: own,
      having: { filters: [{ field: { group: 'Month' } }, { field: { aggregate: 'Total' } }] },
    })
    const unusable: Filter[] = [
      atLeast('a', 'x'),
      { kind: 'compare', field: { column: 'a', through: ['r'] }, operator: 'eq', value: 'x' },
      { kind: 'isNull', field: { aggregate: 'Total' } },
      { kind: 'search', text: 'x' },
    ]
    for (const refused of unusable)
      expect(() => applyWindow(list, { filter: refused }), JSON.stringify(refused)).toThrow(
        expect.objectContaining({ code: 'invalid_input' }),
      )
  })
})

it('refuses an unknown property value kind', () => {
  const page = samplePage()
  page.widgets.w1!.properties.label = { ...formula('1'), kind: 'script' } as never
  expect(pageDocument.safeParse(page).success).toBe(false)
})
