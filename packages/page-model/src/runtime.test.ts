import type { PageDocument } from '@flexoffice/contract/page-document'
import type { FormatMatcher } from '@flexoffice/sdk/widget'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { compilePage } from './compile-page.ts'
import { buildGraph, exposedKey, hasSameGraph } from './graph.ts'
import type { RunQuery } from './query-lanes.ts'
import { createPageRuntime, type RuntimeOptions } from './runtime.ts'
import { constant, formula, put, samplePage, template } from './sample-page.ts'
import { createWidgetRegistry } from './widgets/registry.ts'

const registry = createWidgetRegistry()
const columns = [
  { name: 'id', type: 'integer' },
  { name: 'country', type: 'text' },
  { name: 'total', type: 'decimal' },
]

function start(page: PageDocument, options: Partial<RuntimeOptions> = {}) {
  const runQuery = vi.fn<RunQuery>(async ({ parameters }) => ({
    rows: [{ id: 1, country: parameters.p0, total: '12.50' }],
    columns,
    hasMore: false,
  }))
  const perform = vi.fn<RuntimeOptions['perform']>(() => true)
  const context = () => ({ now: new Date(0) })
  const runtime = createPageRuntime({ page, registry, runQuery, perform, context, queryDelay: 5, ...options })
  return { runtime, runQuery, perform }
}

describe('the page at work', () => {
  it('runs queries with parameters, again when they change, and drops what came too late', async () => {
    const { runtime, runQuery } = start(samplePage())
    await vi.waitFor(() => expect(runtime.getQuery('q1').status).toBe('ready'))
    expect(runQuery.mock.calls[0]![0]).toEqual({ queryId: 'q1', parameters: { p0: 'BR', p1: '0' } })
    for (const country of ['P', 'PT']) runtime.expose('w1', 'value', country)
    expect(runtime.getQuery('q1')).toMatchObject({ status: 'loading', rows: [{ country: 'BR' }] })
    await vi.waitFor(() => expect(runtime.getQuery('q1').rows[0]).toMatchObject({ country: 'PT' }))
    expect(runQuery).toHaveBeenCalledTimes(2)
    runtime.setState('tab', 'large')
    await vi.waitFor(() => expect(runQuery.mock.lastCall![0].parameters.p1).toBe('1000'))
    runtime.stop()
    expect(runQuery.mock.lastCall![1].aborted).toBe(true)
  })

  it('asks once for what is set in the turn of its start, and gives the first value back', async () => {
    const { runtime, runQuery } = start(samplePage(), { queryDelay: 60_000 })
    runtime.expose('w1', 'values', ['PT', 'FR'])
    await vi.waitFor(() => expect(runtime.getQuery('q1').status).toBe('ready'))
    expect(runQuery.mock.calls.map(([{ parameters }]) => parameters.p0)).toEqual(['PT'])
    expect(runtime.getWidget('w1').exposed).toMatchObject({ value: 'PT', values: ['PT', 'FR'] })
    runtime.expose('w1', 'values', [])
    expect(runtime.getWidget('w1').exposed).toMatchObject({ value: null, values: [] })
    runtime.expose('w1', 'values', undefined)
    expect(runtime.getWidget('w1').exposed).toMatchObject({ value: 'BR', values: ['BR'] })
    runtime.stop()
  })

  it('gives the value that a filter has at first as a list too, before the filter is drawn', async () => {
    const page = samplePage()
    const several = { kind: 'in', field: { column: 'country' }, values: { $expression: 'filter1.values' } }
    page.queries.q1!.query.filter = several
    const { runtime, runQuery } = start(page)
    await vi.waitFor(() => expect(runtime.getQuery('q1').status).toBe('ready'))
    expect(runQuery.mock.calls.map(([{ parameters }]) => parameters)).toEqual([{ p0: ['BR'] }])
    runtime.expose('w1', 'values', ['BR', 'PT'])
    await vi.waitFor(() => expect(runQuery.mock.lastCall![0].parameters).toEqual({ p0: ['BR', 'PT'] }))
    delete page.widgets.w1!.properties.defaultValue
    const empty = start(page)
    await vi.waitFor(() => expect(empty.runQuery.mock.lastCall![0].parameters).toEqual({ p0: [] }))
    runtime.stop()
    empty.runtime.stop()
  })

  it('calculates with exact values and hides by expression', async () => {
    const { runtime } = start(samplePage())
    await vi.waitFor(() => expect(runtime.getQuery('q1').status).toBe('ready'))
    expect(runtime.getWidget('w4').visible).toBe(false)
    runtime.requestRows('w2', 'query', { limit: 1 })
    await vi.waitFor(() => expect(runtime.getWidget('w2').queries.query!.status).toBe('ready'))
    const heard = vi.fn()
    runtime.subscribeWidget('w3', heard)
    const other = runtime.getWidget('w1')
    runtime.expose('w2', 'selectedRow', { id: 1, country: 'BR', total: '0.10' })
    expect(runtime.getWidget('w3').properties).toMatchObject({ value: '0.20', title: 'Total BR' })
    expect(runtime.getWidget('w4')).toMatchObject({ visible: true, properties: { content: 'Row 1 of 1' } })
    expect(heard).toHaveBeenCalledTimes(1)
    expect(runtime.getWidget('w1')).toBe(other)
  })

  it('binds the rules of looks to the page, anew only when a name in them has another value', async () => {
    const page = samplePage()
    const rule = (source: string, tone: string, column?: string) => ({
      when: { $expression: source },
      tone,
      ...(column ? { column } : {}),
    })
    const rules = [
      rule('row.total > 12.4 && state.tab == "large"', 'negative'),
      rule('row.total > 12.4', 'positive'),
      rule('row.country == filter1.value', 'warning', 'country'),
      rule('row.nothing > 1', 'muted'),
      rule('row.total >', 'muted'),
    ]
    page.widgets.w2!.properties.formats = constant(rules as never)
    page.widgets.w3!.properties.formats = constant([rule('value < 0', 'negative'), 'none'] as never)
    const { runtime } = start(page)
    const matcher = (id: string) => runtime.getWidget(id).properties.formats as FormatMatcher
    const row = { id: 1, country: 'BR', total: '12.50' }
    const first = matcher('w2')
    expect(first(row, columns)).toEqual({ row: 'positive', columns: { country: 'warning' } })
    expect(first({ ...row, total: '12.40' }, columns)).toEqual({ columns: { country: 'warning' } })
    expect(first({ ...row, total: null, country: null }, columns)).toEqual({ columns: {} })
    runtime.expose('w2', 'page', 2)
    expect(matcher('w2')).toBe(first)
    runtime.setState('tab', 'large')
    expect(matcher('w2')).not.toBe(first)
    expect(matcher('w2')(row, columns).row).toBe('negative')
    expect(matcher('w3')(undefined, [], '-0.01')).toEqual({ row: 'negative', columns: {} })
    expect(matcher('w3')(undefined, [], 5)).toEqual({ columns: {} })
    runtime.setPage({
      ...page,
      widgets: {
        ...page.widgets,
        w3: { ...page.widgets.w3!, properties: { formats: constant([] as never) } },
      },
    })
    expect(matcher('w3')(undefined, [], -1)).toEqual({ columns: {} })
    runtime.stop()
  })

  it('shows a failed query as an error and recovers', async () => {
    let isDown = true
    const { runtime } = start(samplePage(), {
      runQuery: async () => {
        if (isDown) throw Object.assign(new Error('The source does not answer.'), { code: 'source_timeout' })
        return { rows: [], columns, hasMore: false }
      },
    })
    await vi.waitFor(() => expect(runtime.getQuery('q1').error?.code).toBe('source_timeout'))
    isDown = false
    await runtime.refresh()
    expect(runtime.getQuery('q1')).toEqual({ status: 'ready', rows: [], columns, hasMore: false })
  })

  it('follows tables quietly: rows stay until others come, and changes during an answer are asked for after it', async () => {
    const waiting: ((rows: object[]) => void)[] = []
    const { runtime } = start(samplePage(), {
      runQuery: () =>
        new Promise((resolve) =>
          waiting.push((rows) => resolve({ rows: rows as [], columns, hasMore: false, tableId: 'orders' })),
        ),
    })
    await vi.waitFor(() => expect(waiting).toHaveLength(1))
    runtime.followTables(new Set(['orders']))
    waiting[0]!([{ id: 1 }])
    await vi.waitFor(() => expect(waiting).toHaveLength(2))
    expect(runtime.getQuery('q1')).toMatchObject({ status: 'ready', rows: [{ id: 1 }] })
    waiting[1]!([{ id: 1 }])
    await vi.waitFor(() => expect(runtime.getQuery('q1').rows).toHaveLength(1))
    runtime.followTables(new Set(['customers']))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(waiting).toHaveLength(2)
    for (let time = 0; time < 5; time += 1) runtime.followTables(new Set(['orders']))
    expect(runtime.getQuery('q1')).toMatchObject({ status: 'ready', rows: [{ id: 1 }] })
    await vi.waitFor(() => expect(waiting).toHaveLength(3))
    waiting[2]!([{ id: 1 }, { id: 2 }])
    await vi.waitFor(() => expect(runtime.getQuery('q1').rows).toHaveLength(2))
    await vi.waitFor(() => expect(waiting).toHaveLength(4))
    runtime.stop()
  })

  it('runs the actions of an event in order, with conditions, and stops when one is declined', async () => {
    const page = samplePage()
    page.widgets.w2!.events.rowOpen = [
      { kind: 'setState', name: 'tab', value: formula('event.row.country') },
      { kind: 'showMessage', level: 'success', message: template('Open {{ state.tab }}') },
      { kind: 'showMessage', level: 'danger', message: constant('never'), when: 'event.row.id == 2' },
      {
        kind: 'changeRecord',
        operation: 'delete',
        tableId: 'orders',
        key: { id: formula('event.row.id') },
        values: {},
      },
      { kind: 'openPage', pageId: 'p', parameters: {} },
    ]
    const { runtime, perform } = start(page)
    perform.mockImplementation((action) => action.kind !== 'changeRecord')
    await runtime.emit('w2', 'rowOpen', { row: { id: 1, country: 'BR' } })
    expect(perform.mock.calls.map(([action]) => action)).toEqual([
      { kind: 'showMessage', level: 'success', message: 'Open BR' },
      { kind: 'changeRecord', operation: 'delete', tableId: 'orders', key: { id: 1 }, values: {} },
    ])
  })

  it('marks what lies on a circle and keeps the rest alive', () => {
    const page = samplePage()
    put(page, 'a', 'filter', 'a', { defaultValue: formula('b.value') }, 100)
    put(page, 'b', 'filter', 'b', { defaultValue: formula('a.value') }, 120)
    const { runtime } = start(page)
    expect(runtime.getWidget('a').errors.defaultValue!.code).toBe('binding_cycle')
    expect(runtime.getWidget('w3').properties.title).toBe('Total BR')
    runtime.stop()
  })

  it('follows edits and renamings of the document', () => {
    const page = samplePage()
    const { runtime } = start(page)
    runtime.expose('w1', 'value', 'PT')
    const w1 = { ...page.widgets.w1!, name: 'country' }
    const w3 = { ...page.widgets.w3!, properties: { title: template('In {{ country.value }}') } }
    runtime.setPage({ ...page, widgets: { ...page.widgets, w1, w3 } })
    expect(runtime.getWidget('w3').properties.title).toBe('In PT')
    const { w1: _, ...widgets } = runtime.getPage().widgets
    runtime.setPage({ ...page, widgets })
    expect(runtime.getWidget('w3').errors.title).toBeDefined()
    runtime.stop()
  })
})

/** Pages of filters whose defaults use filters before them, so without circles. */
const chainPage = fc
  .array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 2, maxLength: 10 })
  .map((links) => {
    const page = samplePage()
    page.queries = {}
    page.widgets = {}
    for (const [index, [first, second, usesState]] of links.entries()) {
      const left = index > 0 ? `f${first % index}.value` : 'state.tab'
      const right = index > 0 && !usesState ? `f${second % index}.value` : 'state.tab'
      put(
        page,
        `w${index}`,
        'filter',
        `f${index}`,
        { defaultValue: formula(`${left} + "${index}" + ${right}`) },
        index * 10,
      )
    }
    return page
  })
const change = fc.record({ widget: fc.nat(9), kind: fc.nat(2), text: fc.stringMatching(/^[a-c]{1,2}$/) })

describe('incremental evaluation', () => {
  it('gives what evaluating everything gives', () => {
    fc.assert(
      fc.property(chainPage, fc.array(change, { maxLength: 8 }), (page, changes) => {
        const { runtime } = start(page)
        const byHand = new Map<string, string>()
        let tab = 'all'
        let current = page
        for (const { widget, kind, text } of changes) {
          const id = `w${widget % Object.keys(page.widgets).length}`
          if (kind === 0) {
            byHand.set(id, text)
            runtime.expose(id, 'value', text)
          } else if (kind === 1) {
            tab = text
            runtime.setState('tab', tab)
          } else {
            const node = { ...current.widgets[id]!, properties: { defaultValue: constant(text) } }
            current = { ...current, widgets: { ...current.widgets, [id]: node } }
            runtime.setPage(current)
          }
        }
        const { runtime: fresh } = start(current)
        fresh.setState('tab', tab)
        for (const [id, text] of byHand) fresh.expose(id, 'value', text)
        for (const id of Object.keys(page.widgets)) expect(runtime.getWidget(id)).toEqual(fresh.getWidget(id))
      }),
      { numRuns: 60 },
    )
  })

  it('orders every node after what it needs, and affects exactly what depends on a change', () => {
    fc.assert(
      fc.property(chainPage, (page) => {
        const graph = buildGraph(compilePage(page, registry))
        expect(graph.order.length).toBe(graph.nodes.size)
        const place = new Map(graph.order.map((key, index) => [key, index]))
        for (const [key, node] of graph.nodes)
          for (const needed of node.dependsOn) expect(place.get(needed)).toBeLessThan(place.get(key)!)
        const affected = new Set(graph.affectedBy([exposedKey('w0', 'value')]))
        for (const [key, node] of graph.nodes) {
          const isNear = node.dependsOn.some(
            (needed) => needed === exposedKey('w0', 'value') || affected.has(needed),
          )
          expect(affected.has(key)).toBe(isNear)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('keeps a graph only where a new one would be equal', () => {
    const values = [
      constant('q1'),
      constant('q2'),
      constant('a'),
      formula('filter1.value'),
      template('{{ 1 }}'),
    ]
    const edit = fc.record({
      id: fc.constantFrom('w1', 'w2', 'w3', 'w4'),
      name: fc.constantFrom('query', 'title', 'content', 'defaultValue'),
      value: fc.option(fc.constantFrom(...values)),
      visible: fc.option(fc.constantFrom('state.tab == "a"', 'filter1.value == "a"'), { nil: undefined }),
    })
    let kept = 0
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
        let page = samplePage()
        page.queries.q2 = { ...page.queries.q1!, id: 'q2', name: 'others' }
        let compiled = compilePage(page, registry)
        for (const { id, name, value, visible } of edits) {
          const { visible: _, ...node } = page.widgets[id]!
          const { [name]: __, ...others } = node.properties
          const properties = value ? { ...others, [name]: value } : others
          const widget = { ...node, properties, ...(visible === undefined ? {} : { visible }) }
          page = { ...page, widgets: { ...page.widgets, [id]: widget } }
          const next = compilePage(page, registry, compiled)
          const fresh = buildGraph(compilePage(page, registry))
          expect(buildGraph(next)).toEqual({ ...fresh, affectedBy: expect.any(Function) })
          if (hasSameGraph(compiled, next)) {
            kept += 1
            expect({ ...buildGraph(compiled), affectedBy: null }).toEqual({ ...fresh, affectedBy: null })
          }
          compiled = next
        }
      }),
      { numRuns: 60 },
    )
    expect(kept).toBeGreaterThan(0)
  })

  it('takes property changes on a page of fifty widgets one after the other', () => {
    const page = samplePage()
    for (let index = 0; index < 50; index += 1)
      put(
        page,
        `n${index}`,
        'text',
        `note${index}`,
        { content: template(`{{ filter1.value }} ${index}`) },
        100 + index * 10,
      )
    const { runtime } = start(page)
    for (let round = 0; round < 40; round += 1) {
      const before = runtime.getPage()
      const node = {
        ...before.widgets.n7!,
        properties: { content: template(`{{ filter1.value }} round ${round}`) },
      }
      runtime.setPage({ ...before, widgets: { ...before.widgets, n7: node } })
      expect(runtime.getWidget('n7').properties.content).toBe(`BR round ${round}`)
    }
    runtime.stop()
  })
})
