import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createRefresher } from './refresher.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('reads at once what changed first, and whatever changes after it in rounds of half a second', () => {
  const refresh = vi.fn()
  const refresher = createRefresher(refresh)
  for (let at = 0; at < 2_000; at += 50) {
    refresher.add(at % 100 === 0 ? 'orders' : 'people')
    vi.advanceTimersByTime(50)
  }
  expect(refresh.mock.calls[0]).toEqual([new Set(['orders'])])
  expect(refresh.mock.calls[1]).toEqual([new Set(['orders', 'people'])])
  expect(refresh.mock.calls.length).toBeLessThanOrEqual(5)
  vi.advanceTimersByTime(5_000)
  const rounds = refresh.mock.calls.length
  refresher.add('orders')
  expect(refresh).toHaveBeenCalledTimes(rounds + 1)
})

it('reads everything when rights changed, and nothing after its end', () => {
  const refresh = vi.fn()
  const refresher = createRefresher(refresh)
  refresher.add('orders')
  refresher.add('people')
  refresher.addAll()
  vi.advanceTimersByTime(500)
  expect(refresh.mock.lastCall).toEqual([undefined])
  refresher.add('orders')
  refresher.stop()
  vi.advanceTimersByTime(5_000)
  expect(refresh).toHaveBeenCalledTimes(2)
})
