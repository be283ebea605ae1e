// @vitest-environment jsdom
import { emptyPage } from '@flexoffice/contract/page-document'
import { toReaderDocument } from '@flexoffice/page-model/reader-document'
import { UiProvider } from '@flexoffice/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { setLanguage } from '../../../core/i18n/languages.ts'
import { translatedUiWords } from '../../../core/i18n/ui-words.ts'
import { client, queryClient } from '../../../core/session/client.ts'
import { startSession } from '../../../core/session/session.ts'
import { ViewerScreen } from './viewer-screen.tsx'

vi.mock('@tanstack/react-router', () => ({
  useNavigate: () => () => {},
  useParams: () => ({ pageId: 'p1' }),
  useSearch: () => address.search,
  useRouter: () => ({
    get latestLocation() {
      return address
    },
    navigate: ({ search, replace }: { search: Record<string, string>; replace: boolean }) => {
      expect(replace).toBe(true)
      Object.assign(address, { search })
    },
  }),
  Link: () => null,
}))

const address = { pathname: '/pages/p1', search: {} as Record<string, string> }

afterEach(cleanup)

beforeEach(async () => {
  Object.assign(address, { pathname: '/pages/p1', search: {} })
  queryClient.clear()
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
  await setLanguage('en')
  startSession({
    accessToken: 'x',
    expiresInSeconds: 60,
    idleMinutes: 30,
    person: { id: 'p', name: 'Ana', email: 'ana@example.com' },
    workspace: { id: 'w', name: 'Acme' },
    roles: ['viewer'],
    roleNames: {},
    attributes: {},
    permissions: [],
  })
})

it('puts a newer version in the place of the one on screen, tells so, and asks its queries again', async () => {
  let version = 1
  const asked = vi.fn()
  vi.spyOn(client, 'call').mockImplementation((async (contract: { name: string }) => {
    if (contract.name === 'pages/run-page-query') {
      asked(version)
      return { columns: [], rows: [], next: null, limited: false, total: null }
    }
    const page = emptyPage('Orders')
    const query = { table: 't', select: [] }
    page.queries.q = { id: 'q', name: 'orders', kind: 'structured', runs: 'automatic', query }
    page.widgets.text = {
      id: 'text',
      type: 'text',
      name: 'text1',
      parent: null,
      properties: { content: { kind: 'template', source: `Version ${version} of {{ size(orders.rows) }}` } },
      layout: { desktop: { x: 0, y: 0, w: 8, h: 6 } },
      events: {},
    }
    const shown = { title: `Orders ${version}`, abilities: { edit: false } }
    return { page: shown, version, document: toReaderDocument(page) }
  }) as never)
  show()
  await screen.findByRole('heading', { name: 'Orders 1' })
  await waitFor(() => expect(asked).toHaveBeenCalledWith(1))
  expect(screen.queryByText('This page was updated')).toBeNull()
  version = 2
  await act(() => queryClient.invalidateQueries())
  await screen.findByRole('heading', { name: 'Orders 2' })
  await waitFor(() => expect(asked).toHaveBeenLastCalledWith(2))
  expect(await screen.findByText('This page was updated')).toBeTruthy()
})

const screenOfViewer = () => (
  <QueryClientProvider client={queryClient}>
    <UiProvider words={translatedUiWords()}>
      <ViewerScreen />
    </UiProvider>
  </QueryClientProvider>
)

function show() {
  return render(screenOfViewer())
}

/** A page with a search and a text that repeats it; tells what its query was asked for. */
function servePageWithSearch() {
  const asked = vi.fn()
  const page = emptyPage('Orders')
  const filter = { kind: 'contains', field: { column: 'c' }, value: { $expression: 'search1.value' } }
  const query = { table: 't', select: [], filter }
  page.queries.q = { id: 'q', name: 'orders', kind: 'structured', runs: 'automatic', query }
  const layout = { desktop: { x: 0, y: 0, w: 8, h: 6 } }
  const kind = { kind: 'value', value: 'search' } as const
  const content = {
    kind: 'template',
    source: 'Looked for {{ search1.value }} in {{ size(orders.rows) }}',
  } as const
  const shared = { parent: null, layout, events: {} }
  page.widgets.s = { ...shared, id: 's', type: 'filter', name: 'search1', properties: { kind } }
  page.widgets.t = { ...shared, id: 't', type: 'text', name: 'text1', properties: { content } }
  vi.spyOn(client, 'call').mockImplementation((async (
    contract: { name: string },
    input: { parameters?: Record<string, string> },
  ) => {
    if (contract.name !== 'pages/run-page-query') {
      const shown = { title: 'Orders', abilities: { edit: false } }
      return { page: shown, version: 1, document: toReaderDocument(page) }
    }
    asked(input.parameters?.p0)
    return { columns: [], rows: [], next: null, limited: false, total: null }
  }) as never)
  return asked
}

it('opens with the view of its address by one question, and another link to it opens it anew', async () => {
  address.search = { 'search1.values': 'Bo', region: 'EU', 'gone.values': 'x' }
  const asked = servePageWithSearch()
  const { rerender } = show()
  await screen.findByText('Looked for Bo in 0')
  expect(await screen.findByDisplayValue('Bo')).toBeTruthy()
  expect(asked.mock.calls).toEqual([['Bo']])
  address.search = { 'search1.values': 'Ann' }
  rerender(screenOfViewer())
  await screen.findByText('Looked for Ann in 0')
  expect(asked.mock.calls).toEqual([['Bo'], ['Ann']])
})

it('keeps what its reader chooses in the address, without beginning anew', async () => {
  address.search = { region: 'EU' }
  servePageWithSearch()
  const { rerender } = show()
  const field = await screen.findByRole('textbox')
  fireEvent.focus(field)
  fireEvent.change(field, { target: { value: 'Bo, or not' } })
  await waitFor(() => expect(address.search).toEqual({ region: 'EU', 'search1.values': 'Bo!1 or not' }))
  rerender(screenOfViewer())
  expect(screen.getByRole('textbox')).toBe(field)
  fireEvent.change(field, { target: { value: '' } })
  await waitFor(() => expect(address.search).toEqual({ region: 'EU' }))
})
