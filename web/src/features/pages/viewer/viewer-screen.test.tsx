// @vitest-environment jsdom
import { emptyPage } from '@flexoffice/contract/page-document'
import { toReaderDocument } from '@flexoffice/page-model/reader-document'
import { UiProvider } from '@flexoffice/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { setLanguage } from '../../../core/i18n/languages.ts'
import { translatedUiWords } from '../../../core/i18n/ui-words.ts'
import { client, queryClient } from '../../../core/session/client.ts'
import { startSession } from '../../../core/session/session.ts'
import { ViewerScreen } from './viewer-screen.tsx'

vi.mock('@tanstack/react-router', () => ({
  useNavigate: () => () => {},
  useParams: () => ({ pageId: 'p1' }),
  useSearch: () => ({}),
  Link: () => null,
}))

afterEach(cleanup)

it('puts a newer version in the place of the one on screen, tells so, and asks its queries again', async () => {
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
  render(
    <QueryClientProvider client={queryClient}>
      <UiProvider words={translatedUiWords()}>
        <ViewerScreen />
      </UiProvider>
    </QueryClientProvider>,
  )
  await screen.findByRole('heading', { name: 'Orders 1' })
  await waitFor(() => expect(asked).toHaveBeenCalledWith(1))
  expect(screen.queryByText('This page was updated')).toBeNull()
  version = 2
  await act(() => queryClient.invalidateQueries())
  await screen.findByRole('heading', { name: 'Orders 2' })
  await waitFor(() => expect(asked).toHaveBeenLastCalledWith(2))
  expect(await screen.findByText('This page was updated')).toBeTruthy()
})
