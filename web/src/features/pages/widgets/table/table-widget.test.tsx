// @vitest-environment jsdom
import { emptyPage, type JsonValue, type PageDocument } from '@flexoffice/contract/page-document'
import type { RunQuery } from '@flexoffice/page-model/query-lanes'
import { createPageRuntime } from '@flexoffice/page-model/runtime'
import { UiProvider } from '@flexoffice/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { setLanguage } from '../../../../core/i18n/languages.ts'
import { translatedUiWords } from '../../../../core/i18n/ui-words.ts'
import { client, queryClient } from '../../../../core/session/client.ts'
import { PageRenderer } from '../../renderer/page-renderer.tsx'
import { widgetRegistry } from '../widget-renderers.ts'

const tableId = '0198a1b2-0000-7000-8000-000000000001'
const ids = { id: '0198a1b2-0000-7000-8000-000000000100', name: '0198a1b2-0000-7000-8000-000000000101' }
const columns = [
  { name: 'id', type: 'integer', columnId: ids.id },
  { name: 'name', type: 'text', columnId: ids.name },
]

beforeAll(async () => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
  for (const name of ['offsetWidth', 'clientWidth', 'offsetHeight', 'clientHeight'])
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value: 700 })
  Element.prototype.scrollTo = () => {}
  // The component is loaded with the first table, which takes its time on a busy machine.
  configure({ asyncUtilTimeout: 15_000 })
  await setLanguage('en')
})
afterEach(() => {
  cleanup()
  queryClient.clear()
  vi.restoreAllMocks()
})

function tablePage(properties: PageDocument['widgets'][string]['properties'] = {}): PageDocument {
  const page = emptyPage('Page')
  page.queries.q = {
    id: 'q',
    name: 'people',
    kind: 'structured',
    runs: 'automatic',
    query: { table: 't', select: [{ field: { column: 'a' } }], page: { kind: 'keyset', limit: 9 } },
  }
  page.widgets.table = {
    id: 'table',
    type: 'table',
    name: 'table1',
    parent: null,
    properties: {
      query: { kind: 'value', value: 'q' },
      pageSize: { kind: 'value', value: 5 },
      ...properties,
    },
    layout: { desktop: { x: 0, y: 0, w: 24, h: 40 } },
    events: {},
  }
  return page
}

function show(page: PageDocument, runQuery: RunQuery, chosen: Record<string, unknown> = {}) {
  const runtime = createPageRuntime({ page, registry: widgetRegistry, runQuery, perform: () => true })
  for (const [name, value] of Object.entries(chosen)) runtime.expose('table', name, value)
  render(
    <QueryClientProvider client={queryClient}>
      <UiProvider words={translatedUiWords()}>
        <PageRenderer runtime={runtime} breakpoint="desktop" mode="view" onActionError={() => {}} />
      </UiProvider>
    </QueryClientProvider>,
  )
  return runtime
}

const answer = (offset = 0) => ({
  rows: Array.from({ length: 5 }, (_, index) => ({ id: offset + index, name: `Name ${offset + index}` })),
  columns,
  hasMore: true,
  total: 12,
  totalKind: 'exact' as const,
  tableId,
})

it('asks the server for pages and orders, and exposes the row that is chosen', async () => {
  const runQuery = vi.fn<RunQuery>(async ({ window }) => answer(window?.offset))
  const runtime = show(tablePage(), runQuery)
  fireEvent.mouseDown(await screen.findByText('Name 1'))
  expect(runtime.getWidget('table').exposed.selectedRow).toEqual({ id: 1, name: 'Name 1' })
  expect(screen.getByText('1–5 of 12')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Next page' }))
  await screen.findByText('6–10 of 12')
  expect(runtime.getWidget('table').exposed).toMatchObject({ selectedRow: null, selectedRows: [], page: 2 })
  fireEvent.click(screen.getByRole('columnheader', { name: /name/ }))
  await waitFor(() =>
    expect(runQuery.mock.lastCall![0].window).toEqual({
      offset: 0,
      limit: 5,
      sort: [{ column: 'name', direction: 'ascending' }],
    }),
  )
})

it('asks under conditions on columns, beside the search, and says how to see the rest', async () => {
  const runQuery = vi.fn<RunQuery>(async ({ window }) =>
    window?.filter ? { ...answer(), rows: [], total: 0, hasMore: false } : answer(window?.offset),
  )
  show(tablePage({ searchable: { kind: 'value', value: true } }), runQuery)
  await screen.findByText('Name 1')
  fireEvent.click(screen.getByRole('button', { name: 'Next page' }))
  await screen.findByText('6–10 of 12')
  fireEvent.click(screen.getByRole('button', { name: 'Filter' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: 'name' }))
  fireEvent.change(await screen.findByRole('textbox', { name: 'Value' }), { target: { value: 'Bo' } })
  const filter = { kind: 'contains', field: { column: 'name' }, value: 'Bo', ignoreCase: true }
  await waitFor(() => expect(runQuery.mock.lastCall![0].window).toEqual({ offset: 0, limit: 5, filter }))
  expect(await screen.findByText(/clear search and filters/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Done' }))
  fireEvent.change(screen.getByRole('textbox', { name: /search/i }), { target: { value: 'x' } })
  await waitFor(() => expect(runQuery.mock.lastCall![0].window).toMatchObject({ filter, search: 'x' }))
  fireEvent.click(screen.getByRole('button', { name: 'Remove the filter on name' }))
  await waitFor(() => expect(runQuery.mock.lastCall![0].window).toEqual({ offset: 0, limit: 5, search: 'x' }))
  expect(await screen.findByText('Name 1')).toBeTruthy()
})

it('begins with the view that was chosen before by one question, and keeps telling it', async () => {
  const runQuery = vi.fn<RunQuery>(async ({ window }) => answer(window?.offset))
  const chosen = {
    page: 2,
    search: 'Bo',
    sort: [{ column: 'name', direction: 'descending' }],
    filters: [{ column: 'name', operator: 'between', type: 'datetime', values: ['2026-03-01', ''] }],
  }
  const runtime = show(tablePage({ searchable: { kind: 'value', value: true } }), runQuery, chosen)
  expect(await screen.findByText('6–10 of 12')).toBeTruthy()
  expect(screen.getByDisplayValue('Bo')).toBeTruthy()
  expect(runQuery.mock.calls.map(([{ window }]) => window)).toEqual([
    {
      offset: 5,
      limit: 5,
      search: 'Bo',
      sort: chosen.sort,
      filter: {
        kind: 'compare',
        field: { column: 'name' },
        operator: 'gte',
        value: '2026-03-01T00:00:00',
      },
    },
  ])
  expect(runtime.getWidget('table').exposed).toMatchObject(chosen)
  fireEvent.click(screen.getByRole('button', { name: 'Remove the filter on name' }))
  fireEvent.click(screen.getByRole('columnheader', { name: /name/ }))
  await waitFor(() =>
    expect(runtime.getWidget('table').exposed).toMatchObject({
      page: 1,
      search: 'Bo',
      filters: [],
      sort: [],
    }),
  )
})

it.each([
  ['gone', 'page_column_gone'],
  ['id', 'invalid_value'],
])(
  'lets go of a chosen condition on %s that is refused, and of a page that is not there',
  async (column, code) => {
    const runQuery = vi.fn<RunQuery>(async ({ window }) => {
      if (window?.filter) throw Object.assign(new Error('x'), { code })
      return window?.offset ? { ...answer(), rows: [] } : answer()
    })
    const filters = [{ column, operator: 'eq', values: ['x'] }]
    const runtime = show(tablePage(), runQuery, { filters, page: 1e9 })
    expect(await screen.findByText('1–5 of 12')).toBeTruthy()
    expect(runtime.getWidget('table').exposed).toMatchObject({ filters: [], page: 1 })
  },
)

it('has no conditions where its author wants none', async () => {
  show(tablePage({ filterable: { kind: 'value', value: false } }), async () => answer())
  await screen.findByText('Name 1')
  expect(screen.queryByRole('button', { name: 'Filter' })).toBeNull()
})

it('says how far was counted, and nothing more', async () => {
  const kinds = {
    at_least: '1–5 of 10,000 or more',
    exact: '1–5 of 10,000',
    estimated: '1–5 of about 10,000',
  }
  for (const [totalKind, words] of Object.entries(kinds)) {
    show(tablePage(), async () => ({ ...answer(), total: 10_000, totalKind: totalKind as 'exact' }))
    expect(await screen.findByText(words)).toBeTruthy()
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe(
      totalKind === 'exact' ? '10001' : '-1',
    )
    cleanup()
  }
})

it('keeps its rows until changed ones come', async () => {
  let name = 'Before'
  const runtime = show(tablePage(), async () => ({ ...answer(), rows: [{ id: 1, name }] }))
  await screen.findByText('Before')
  name = 'After'
  runtime.followTables(new Set([tableId]))
  expect(screen.queryByText('Loading…')).toBeNull()
  expect(screen.getByText('Before')).toBeTruthy()
  expect(await screen.findByText('After')).toBeTruthy()
})

it('tells whom to ask for data that is not shared, as no failure', async () => {
  show(tablePage(), async () => {
    throw Object.assign(new Error('x'), { code: 'not_found' })
  })
  expect(await screen.findByText('This data is not shared with you')).toBeTruthy()
  expect(screen.getByText(/Ask an Admin/)).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
})

it('shows why there is nothing, and asks again', async () => {
  let isDown = true
  const runQuery = vi.fn<RunQuery>(async () => {
    if (isDown) throw Object.assign(new Error('x'), { code: 'source_timeout' })
    return { ...answer(), rows: [], total: 0, hasMore: false }
  })
  show(tablePage({ emptyText: { kind: 'value', value: 'Nobody yet' } }), runQuery)
  expect(await screen.findByText(/took too long/)).toBeTruthy()
  isDown = false
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('Nobody yet')).toBeTruthy()
})

it('writes an edited cell with what was seen, and takes it back when it is refused', async () => {
  const column = { description: '', nullable: true, hasDefault: false, generated: false, enumLabels: null }
  const call = vi.spyOn(client, 'call').mockImplementation((async (contract: { name: string }) => {
    if (contract.name !== 'data/show-table') throw new Error('refused')
    return {
      table: { id: tableId, abilities: { create: true, update: true, delete: false } },
      columns: [
        { ...column, id: ids.id, name: 'id', label: 'Id', type: 'integer', isKey: true, access: 'read' },
        {
          ...column,
          id: ids.name,
          name: 'name',
          label: 'Full name',
          type: 'text',
          maximumLength: null,
          isKey: false,
          access: 'write',
        },
      ],
      relations: [],
    }
  }) as never)
  show(tablePage({ editable: { kind: 'value', value: true } }), async () => answer())
  await screen.findByText('Full name')
  fireEvent.doubleClick(screen.getByText('Name 3'))
  const input = screen.getByRole('textbox', { name: 'Full name' })
  fireEvent.change(input, { target: { value: 'Changed' } })
  fireEvent.keyDown(input, { key: 'Enter' })
  expect(screen.getByText('Changed')).toBeTruthy()
  expect(await screen.findByText('Name 3')).toBeTruthy()
  expect(call.mock.lastCall![1]).toEqual({
    tableId,
    key: '3',
    values: { [ids.name]: 'Changed' },
    seen: { [ids.name]: 'Name 3' },
  })
})

it('marks rows and cells as its author’s rules say, by a word and a sign too, and follows the page', async () => {
  const rules: JsonValue[] = [
    { when: { $expression: 'row.id == state.least' }, tone: 'negative' },
    { when: { $expression: 'row.name.endsWith("3")' }, tone: 'positive', column: 'name' },
  ]
  const page = tablePage({ formats: { kind: 'value', value: rules } })
  page.state.least = { type: 'number', initial: 1 }
  const runtime = show(page, async () => answer())
  const row = async (name: string) => (await screen.findByText(name)).closest<HTMLElement>('[role=row]')!
  const tones = (element: HTMLElement) =>
    [...element.querySelectorAll<HTMLElement>('[data-tone]')].map(({ dataset, textContent }) => [
      dataset.tone,
      textContent,
    ])
  expect(tones(await row('Name 1'))).toEqual([
    ['negative', 'Bad: 1'],
    ['negative', 'Name 1'],
  ])
  expect(tones(await row('Name 3'))).toEqual([['positive', 'Good: Name 3']])
  expect(tones(await row('Name 0'))).toEqual([])
  act(() => runtime.setState('least', 0))
  expect(tones(await row('Name 1'))).toEqual([])
  expect(tones(await row('Name 0'))).toHaveLength(2)
})

it('draws a figure in the tone of the first rule that holds', async () => {
  const page = tablePage()
  const rules = [
    { when: { $expression: 'value < 0' }, tone: 'negative' },
    { when: { $expression: 'value < 10' }, tone: 'warning' },
  ]
  const properties = {
    value: { kind: 'expression', source: 'state.figure' },
    formats: { kind: 'value', value: rules },
  } as const
  page.state.figure = { type: 'number', initial: 5 }
  page.widgets.table = { ...page.widgets.table!, type: 'kpi', name: 'kpi1', properties }
  const runtime = show(page, async () => answer())
  const figure = async (text: string) =>
    (await screen.findByText(text)).closest<HTMLElement>('[data-tone]')?.textContent
  expect(await figure('5')).toBe('Attention: 5')
  act(() => runtime.setState('figure', -5))
  expect(await figure('-5')).toBe('Bad: -5')
  act(() => runtime.setState('figure', 50))
  expect(await figure('50')).toBeUndefined()
})
