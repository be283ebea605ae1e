import { pagePresence } from '@flexoffice/contract/page-live'
import type { LiveEditor } from './live-editor.ts'

const sent = pagePresence.omit({ user: true })

/**
 * Cuts what a client says of presence to its own entry: identity and colour are the server's, the rest is checked.
 * Entries under other ids (the library's own scratch entry among them) are dropped, so nobody moves another's cursor.
 */
export function cutPresence(
  editor: LiveEditor,
  states: Map<number, Record<string, unknown>>,
  others: readonly LiveEditor[],
): void {
  // The first entry is the scratch document's own; what the client sent comes after it.
  const [, ...given] = [...states.keys()]
  const isTaken = (id: number) => others.some((other) => other !== editor && other.presenceId === id)
  editor.presenceId ??= given.find((id) => !isTaken(id)) ?? null
  for (const id of [...states.keys()]) if (id !== editor.presenceId) states.delete(id)
  if (editor.presenceId === null) return
  const state = states.get(editor.presenceId)
  if (!state) return
  const { selection, editing } = state
  const parsed = sent.safeParse({ selection, editing })
  const { personId, name } = editor.person
  states.set(editor.presenceId, {
    ...(parsed.success ? parsed.data : {}),
    user: { id: personId, name, color: editor.color },
  })
}
