// @vitest-environment jsdom
import { emptyPage, type PageDocument, type WidgetNode } from '@flexoffice/contract/page-document'
import { createPageRuntime } from '@flexoffice/page-model/runtime'
import { afterEach, expect, it } from 'vitest'
import { widgetRegistry } from '../widgets/widget-renderers.ts'
import { openView, writeView } from './view-address.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

type Properties = Record<string, unknown>

function put(page: PageDocument, type: string, name: string, properties: Properties, visible?: string): void {
  const constants = Object.entries(properties).map(([key, value]) => [key, { kind: 'value', value }])
  page.widgets[name] = {
    id: name,
    type,
    name,
    parent: null,
    properties: Object.fromEntries(constants) as WidgetNode['properties'],
    layout: { desktop: { x: 0, y: 0, w: 4, h: 4 } },
    events: {},
    ...(visible ? { visible } : {}),
  }
}

function samplePage(): PageDocument {
  const page = emptyPage('Orders')
  put(page, 'filter', 'country', { kind: 'select', multiple: true, defaultValue: 'BR' })
  put(page, 'filter', 'city', { kind: 'select' }, "country.value == 'PT'")
  put(page, 'filter', 'find', { kind: 'search' })
  put(page, 'filter', 'period', { kind: 'dateRange', defaultFrom: '2026-01-01' })
  put(page, 'table', 'orders', {})
  return page
}

function run(page = samplePage()) {
  const runtime = createPageRuntime({
    page,
    registry: widgetRegistry,
    runQuery: async () => ({ rows: [], columns: [], hasMore: false }),
    perform: () => true,
  })
  stops.push(runtime.stop)
  const exposedBy = (name: string) => runtime.getWidget(name).exposed
  return { runtime, exposedBy }
}

const address = {
  'country.values': 'PT,São Tomé!1 Príncipe',
  'city.values': 'Porto',
  'find.values': 'a, b & c!'.replaceAll('!', '!0').replaceAll(',', '!1'),
  'period.from': '',
  'period.to': '2026-02-28',
  'orders.page': '3',
  'orders.search': 'x=1&y',
  'orders.sort': '-total,name',
  'orders.filters': 'between.timestamp*at*2026-01-01*,in*name*a!1b*c',
}

it('opens what it wrote', () => {
  const { runtime, exposedBy } = run()
  openView(runtime, { ...address, region: 'EU' })
  expect(exposedBy('country')).toMatchObject({ value: 'PT', values: ['PT', 'São Tomé, Príncipe'] })
  expect(exposedBy('city')).toMatchObject({ value: 'Porto' })
  expect(exposedBy('find')).toMatchObject({ value: 'a, b & c!' })
  expect(exposedBy('period')).toMatchObject({ from: null, to: '2026-02-28' })
  expect(exposedBy('orders')).toMatchObject({
    page: 3,
    search: 'x=1&y',
    sort: [
      { column: 'total', direction: 'descending' },
      { column: 'name', direction: 'ascending' },
    ],
    filters: [
      { column: 'at', operator: 'between', type: 'timestamp', values: ['2026-01-01', ''] },
      { column: 'name', operator: 'in', values: ['a,b', 'c'] },
    ],
  })
  expect(writeView(runtime, { region: 'EU' })).toEqual({ ...address, region: 'EU' })
})

it('says nothing of what is as its author made it, however it came to be so', () => {
  const { runtime } = run()
  expect(writeView(runtime, {})).toEqual({})
  runtime.expose('country', 'values', ['PT'])
  expect(writeView(runtime, {})).toEqual({ 'country.values': 'PT' })
  runtime.expose('country', 'values', [])
  expect(writeView(runtime, { 'country.values': 'PT' })).toEqual({ 'country.values': '' })
  runtime.expose('country', 'values', ['BR'])
  runtime.expose('period', 'from', '2026-01-01')
  expect(writeView(runtime, { 'country.values': 'PT', 'period.from': '' })).toEqual({})
})

it('leaves alone what its reader could not choose', () => {
  const forged: [string, string][] = [
    ['country.value', 'PT'],
    ['country.from', '2026-01-01'],
    ['period.values', 'x'],
    ['period.to', '2026-02-30'],
    ['period.to', 'tomorrow'],
    ['period.to', '2025-12-31'],
    ['find.values', 'a,b'],
    ['find.from', '2026-01-01'],
    ['city.values', 'Porto'],
    ['orders.page', 'second'],
    ['orders.page', 'Infinity'],
    ['orders.selectedRow', '{"id":1}'],
    ['orders.filters', 'drop*name*x'],
    ['orders.filters', 'gte.timestamp*at*soon'],
    ['orders.search', 'x'.repeat(1001)],
    ['gone.values', 'x'],
    ['orders', 'x'],
    ['orders.__proto__', 'x'],
    ['.', 'x'],
    ['__proto__.values', 'x'],
  ]
  const plain = run()
  const names = ['country', 'city', 'find', 'period', 'orders']
  for (const [key, text] of forged) {
    const { runtime, exposedBy } = run()
    openView(runtime, { [key]: text })
    for (const name of names) expect([key, text, exposedBy(name)]).toEqual([key, text, plain.exposedBy(name)])
  }
})

it('takes nothing for a table whose author lets nobody search, sort or filter', () => {
  const page = emptyPage('Orders')
  put(page, 'table', 'orders', { searchable: false, sortable: false, filterable: false })
  const { runtime, exposedBy } = run(page)
  openView(runtime, address)
  expect(exposedBy('orders')).toMatchObject({ page: 3, search: '', sort: [], filters: [] })
})

it('stays short: what does not fit is left out whole', () => {
  const page = emptyPage('Orders')
  for (let at = 0; at < 10; at += 1) put(page, 'filter', `find${at}`, { kind: 'search' })
  const { runtime } = run(page)
  for (let at = 0; at < 10; at += 1)
    runtime.expose(`find${at}`, 'values', ['x'.repeat(at === 0 ? 1001 : 900)])
  const written = writeView(runtime, { 'find9.values': 'before' })
  expect(Object.keys(written)).toEqual(['find1.values', 'find2.values', 'find3.values'])
})
