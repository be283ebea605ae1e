import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkDocument } from './check-document.ts'
import { createDocumentChecker } from './document-checker.ts'
import type { PageCatalogue } from './page-scope.ts'
import { constant, formula, samplePage } from './sample-page.ts'
import { createWidgetRegistry } from './widgets/registry.ts'

const registry = createWidgetRegistry()

it('keeps what it found while a change reaches nothing of it', () => {
  const check = createDocumentChecker(registry)
  const page = samplePage()
  const first = check(page)
  const [id, widget] = Object.entries(page.widgets)[0]!
  const moved = { ...widget, properties: { ...widget.properties } }
  expect(check({ ...page, widgets: { ...page.widgets, [id]: moved } })).toBe(first)
})

it('finds after each change what a check from the start finds', () => {
  const check = createDocumentChecker(registry)
  const page = samplePage()
  check(page)
  const [firstQuery] = Object.keys(page.queries)
  const [firstWidget] = Object.keys(page.widgets)
  const { [firstQuery!]: _query, ...queries } = page.queries
  const { [firstWidget!]: _widget, ...widgets } = page.widgets
  const several = { ...page.widgets.w1!, properties: { multiple: constant(true) } }
  const changes = [
    { ...page, widgets: { ...page.widgets, w1: several } },
    { ...page, queries },
    { ...page, widgets },
    { ...page, state: {} },
    page,
  ]
  for (const changed of changes) expect(check(changed).problems).toEqual(checkDocument(changed, registry))
})

it('knows the names that a fresh check knows, whatever properties change one after the other', () => {
  const orders = { id: 'orders', schema: 's', name: 'orders', key: ['id'], relations: [] }
  const catalogue: PageCatalogue = {
    tables: new Map([['orders', { ...orders, columns: [column('total')] }]]),
  }
  const values = [
    constant('q1'),
    constant('orders'),
    constant('other'),
    formula('table1.selectedRow.total'),
    formula('kpi1 +'),
  ]
  const edit = fc.record({
    id: fc.constantFrom('w1', 'w2', 'w3', 'w4'),
    name: fc.constantFrom('query', 'table', 'value', 'content'),
    value: fc.constantFrom(...values),
  })
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 10 }), (edits) => {
      const check = createDocumentChecker(registry)
      let page = samplePage()
      for (const { id, name, value } of edits) {
        const widget = page.widgets[id]!
        const changed = { ...widget, properties: { ...widget.properties, [name]: value } }
        page = { ...page, widgets: { ...page.widgets, [id]: changed } }
        expect(check(page, catalogue)).toEqual(createDocumentChecker(registry)(page, catalogue))
      }
    }),
    { numRuns: 60 },
  )
})

function column(id: string) {
  return { id, name: id, type: 'decimal' as const, nullable: true, databaseType: 'numeric' }
}
