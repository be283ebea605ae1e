import type { Runtime } from '../../core/runtime.ts'
import { perRuntime } from '../../core/runtime.ts'

const atOnce = 2

const lines = perRuntime(() => ({ running: 0, waiting: [] as (() => void)[] }))

/** Reads files two at a time: each reader may take some hundred megabytes, and many may upload at once. */
export async function inReadingLine<Result>(runtime: Runtime, read: () => Promise<Result>): Promise<Result> {
  const line = lines(runtime)
  if (line.running >= atOnce) await new Promise<void>((turn) => line.waiting.push(turn))
  else line.running += 1
  try {
    return await read()
  } finally {
    const next = line.waiting.shift()
    // The place is handed over, so it stays counted.
    if (next) next()
    else line.running -= 1
  }
}
