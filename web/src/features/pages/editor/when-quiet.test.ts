// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { whenQuiet } from './when-quiet.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('does what was asked for several times once, later, and again when it is asked again', () => {
  const run = vi.fn()
  const quiet = whenQuiet(run)
  for (let count = 0; count < 3; count += 1) quiet.ask()
  expect(run).not.toHaveBeenCalled()
  vi.runAllTimers()
  expect(run).toHaveBeenCalledTimes(1)
  quiet.ask()
  vi.runAllTimers()
  expect(run).toHaveBeenCalledTimes(2)
})

it('does nothing more once it is stopped', () => {
  const run = vi.fn()
  const quiet = whenQuiet(run)
  quiet.ask()
  quiet.stop()
  vi.runAllTimers()
  expect(run).not.toHaveBeenCalled()
})
