// @vitest-environment jsdom
import type { PageRuntime } from '@flexoffice/page-model/runtime'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { followView } from './follow-view.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A page with one search, as far as an address needs to know it. */
function follow() {
  let listener = () => {}
  let values: string[] = []
  const runtime = {
    getPage: () => ({ widgets: { f: { id: 'f', name: 'find', type: 'filter' } } }),
    getWidget: () => ({ visible: true, properties: { kind: 'search' }, exposed: { values } }),
    subscribe(added: () => void) {
      listener = added
      return () => {
        listener = () => {}
      }
    },
  } as unknown as PageRuntime
  const bar = { latestLocation: { pathname: '/pages/p1', search: {} }, navigate: vi.fn() }
  const stop = followView(runtime, { pageId: 'p1', bar, opened: { written: '{}' } })
  const choose = (next: string[]) => {
    values = next
    listener()
  }
  return { bar, stop, choose }
}

it('writes once for what changes in quick succession, in the place of the address before', () => {
  const { bar, choose } = follow()
  for (const text of ['a', 'ab', 'abc']) choose([text])
  vi.runAllTimers()
  const search = { 'find.values': 'abc' }
  expect(bar.navigate.mock.calls).toEqual([[{ to: '.', search, replace: true, resetScroll: false }]])
  choose(['abc'])
  vi.runAllTimers()
  expect(bar.navigate).toHaveBeenCalledTimes(1)
})

it('calls nobody back who is on the way to elsewhere, nor writes when it has ended', () => {
  const { bar, choose, stop } = follow()
  choose(['a'])
  bar.latestLocation = { pathname: '/pages/p2', search: {} }
  vi.runAllTimers()
  bar.latestLocation.pathname = '/pages/p1'
  choose(['b'])
  stop()
  choose(['c'])
  vi.runAllTimers()
  expect(bar.navigate).not.toHaveBeenCalled()
})
