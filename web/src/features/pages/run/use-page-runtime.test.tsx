// @vitest-environment jsdom
import { emptyPage, type PageDocument } from '@flexoffice/contract/page-document'
import type { RunQuery } from '@flexoffice/page-model/query-lanes'
import { cleanup, renderHook, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startSession } from '../../../core/session/session.ts'
import type { ServerEvent } from '../../../core/session/socket.ts'
import { usePageRuntime } from './use-page-runtime.ts'

const heard = vi.hoisted(() => ({
  event: new Set<(event: ServerEvent) => void>(),
  gap: new Set<() => void>(),
}))
vi.mock('../../../core/session/socket.ts', () => ({
  listen: (listener: (event: ServerEvent) => void) => {
    heard.event.add(listener)
    return () => heard.event.delete(listener)
  },
  onReconnect: (listener: () => void) => {
    heard.gap.add(listener)
    return () => heard.gap.delete(listener)
  },
}))
vi.mock('@tanstack/react-router', () => ({ useNavigate: () => () => {} }))

beforeEach(() =>
  startSession({
    accessToken: 'x',
    expiresInSeconds: 60,
    idleMinutes: 30,
    person: { id: 'p', name: 'Ana', email: 'ana@example.com' },
    workspace: { id: 'w', name: 'Acme' },
    roles: ['viewer'],
    roleNames: {},
    attributes: { country: 'BR' },
    permissions: [],
  }),
)
afterEach(cleanup)

const tell = (name: string, payload: Record<string, unknown>) => {
  for (const listener of heard.event) listener({ name, payload })
}

function twoQueries(): PageDocument {
  const page = emptyPage('Page')
  for (const [id, table] of Object.entries({ q1: 'orders', q2: 'people' }))
    page.queries[id] = {
      id,
      name: table,
      kind: 'structured',
      runs: 'automatic',
      query: { table, select: [], filter: { value: { $expression: 'user.attributes.country' } } },
    }
  for (const id of ['q1', 'q2'])
    page.widgets[`chart-${id}`] = {
      id: `chart-${id}`,
      type: 'chart',
      name: `chart${id}`,
      parent: null,
      properties: { query: { kind: 'value', value: id } },
      layout: { desktop: { x: 0, y: 0, w: 8, h: 20 } },
      events: {},
    }
  return page
}

it('asks with what is known of the person, and again for the tables that changed', async () => {
  const page = twoQueries()
  const runQuery = vi.fn<RunQuery>(async ({ queryId }) => ({
    rows: [],
    columns: [],
    hasMore: false,
    tableId: queryId === 'q1' ? 'orders' : 'people',
  }))
  const asked = () => runQuery.mock.calls.map(([{ queryId }]) => queryId)
  const { result, unmount } = renderHook(() => usePageRuntime({ page, pageId: 'page', runQuery }))
  await waitFor(() => expect(asked()).toEqual(['q1', 'q2']))
  expect(runQuery.mock.calls[0]![0].parameters).toEqual({ p0: 'BR' })
  await waitFor(() => expect(result.current.getQuery('q2').status).toBe('ready'))

  tell('data/records-changed', { tableId: 'people' })
  expect(result.current.getQuery('q2').status).toBe('ready')
  await waitFor(() => expect(asked()).toEqual(['q1', 'q2', 'q2']))
  tell('data/records-changed', { tableId: 'others' })
  tell('access/grants-changed', { tableId: 'others' })
  await waitFor(() => expect(asked()).toEqual(['q1', 'q2', 'q2', 'q1', 'q2']))
  for (const listener of heard.gap) listener()
  await waitFor(() => expect(runQuery).toHaveBeenCalledTimes(7))

  unmount()
  expect([heard.event.size, heard.gap.size]).toEqual([0, 0])
})
