import type { WebSocket } from 'ws'
import type { PersonActor } from '../../../core/actor.ts'

/** One connection of one person to one page. Whoever it says it is: authorship comes from here, never from the client. */
export interface LiveEditor {
  person: PersonActor
  pageId: string
  token: string
  color: string
  readOnly: boolean
  /** The client id under which its presence is shown; the first that it names. */
  presenceId: number | null
  /** After a refusal nothing more of it is heard. */
  finished: boolean
  socket: WebSocket
  /** Asks the client for a fresh token; null until the page is open. */
  requestToken: (() => void) | null
  /** Messages that may still come at once; refilled with time. */
  budget: { left: number; at: number }
}

const messagesPerSecond = 100
const burst = 1_000

/** Takes one message from the editor's budget; false when it has sent too many. */
export function spendMessage(editor: LiveEditor, now: number): boolean {
  const { budget } = editor
  budget.left = Math.min(burst, budget.left + ((now - budget.at) / 1_000) * messagesPerSecond)
  budget.at = now
  if (budget.left < 1) return false
  budget.left -= 1
  return true
}

/** A full budget. */
export function newBudget(now: number): LiveEditor['budget'] {
  return { left: burst, at: now }
}

const colors = ['#2563eb', '#c2410c', '#15803d', '#9333ea', '#be123c', '#0e7490', '#a16207', '#4d7c0f']

/** A colour for a newcomer: the same person keeps theirs, others get one that is free while there are any. */
export function chooseColor(present: readonly LiveEditor[], personId: string): string {
  const own = present.find((editor) => editor.person.personId === personId)
  if (own) return own.color
  const taken = new Set(present.map((editor) => editor.color))
  return colors.find((color) => !taken.has(color)) ?? colors[present.length % colors.length]!
}
