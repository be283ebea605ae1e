import { expect, it } from 'vitest'
import { checkDocument } from './check-document.ts'
import { createDocumentChecker } from './document-checker.ts'
import { samplePage } from './sample-page.ts'
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
  const changes = [{ ...page, queries }, { ...page, widgets }, { ...page, state: {} }, page]
  for (const changed of changes) expect(check(changed).problems).toEqual(checkDocument(changed, registry))
})
