import { inspect } from 'node:util'
import type { Logger } from 'pino'

const levels = { error: 'error', warn: 'warn', log: 'info', info: 'info', debug: 'debug' } as const
const longestText = 2_000

/**
 * Sends what libraries write to the console to the structured log, where a line is a line whatever a caller put into its
 * words. Answers how to take it back.
 */
export function logConsole(log: Logger): () => void {
  const before = { ...console }
  for (const [method, level] of Object.entries(levels)) {
    console[method as keyof typeof levels] = (...parts: unknown[]) => {
      const err = parts.find((part) => part instanceof Error)
      const text = parts.filter((part) => part !== err).map(toText)
      log[level]({ from: 'console', err }, text.join(' ').slice(0, longestText))
    }
  }
  return () => void Object.assign(console, before)
}

function toText(part: unknown): string {
  return typeof part === 'string' ? part : inspect(part, { depth: 2, breakLength: Number.POSITIVE_INFINITY })
}
