import type { describeTable, TableStructure } from '@flexoffice/contract/catalogue'
import type { InputOf } from '@flexoffice/contract/operation'

/** What people call a thing, which is the table or one of its columns. */
export type WordsField = 'label' | 'description'

/** One changed field: its new words, and those that its author saw. */
export interface Edit {
  id: string
  field: WordsField
  value: string
  seen: string
}

/** Everything that was changed and not saved yet, at most once per thing and field. */
export type Draft = readonly Edit[]

/** Longest words that are kept. */
export const longest: Record<WordsField, number> = { label: 120, description: 2_000 }

/** The stored words of the table or one of its columns; undefined when the thing is gone. */
export function storedWords(structure: TableStructure, id: string, field: WordsField): string | undefined {
  const thing = id === structure.table.id ? structure.table : structure.columns.find((one) => one.id === id)
  return thing?.[field]
}

/** Changes one field; typing what it was before takes the change back. */
export function writeWords(draft: Draft, edit: Edit): Draft {
  const known = findEdit(draft, edit.id, edit.field)
  const seen = known?.seen ?? edit.seen
  const rest = draft.filter((other) => other !== known)
  return edit.value === seen ? rest : [...rest, { ...edit, seen }]
}

/** The change of one field, if there is one. */
export function findEdit(draft: Draft, id: string, field: WordsField): Edit | undefined {
  return draft.find((edit) => edit.id === id && edit.field === field)
}

/** Whether a change can not be saved: a thing without a label could not be named. */
export function lacksLabel(edit: Edit | undefined): boolean {
  return edit?.field === 'label' && edit.value.trim() === ''
}

/** Changes of what somebody else changed meanwhile, to other words. */
export function findConflicts(draft: Draft, structure: TableStructure): Edit[] {
  return draft.filter((edit) => {
    const stored = storedWords(structure, edit.id, edit.field)
    return stored !== undefined && stored !== edit.seen && stored !== tidy(edit)
  })
}

/** The draft on top of what is stored now: what stands there already, or has no thing any more, is no change. */
export function rebase(draft: Draft, structure: TableStructure): Draft {
  return draft.flatMap((edit) => {
    const stored = storedWords(structure, edit.id, edit.field)
    return stored === undefined || stored === tidy(edit) ? [] : [{ ...edit, seen: stored }]
  })
}

/** The draft as the server takes it. */
export function toDescription(tableId: string, draft: Draft): InputOf<typeof describeTable> {
  const ids = [...new Set(draft.map((edit) => edit.id))]
  const wordsOf = (id: string) => {
    const edits = draft.filter((edit) => edit.id === id)
    return {
      ...Object.fromEntries(edits.map((edit) => [edit.field, tidy(edit)])),
      seen: Object.fromEntries(edits.map((edit) => [edit.field, edit.seen])),
    }
  }
  const columns = ids.filter((id) => id !== tableId).map((id) => ({ id, ...wordsOf(id) }))
  return { tableId, ...(ids.includes(tableId) ? wordsOf(tableId) : {}), columns }
}

/** What is left of the draft after some of it was saved: what was typed meanwhile, on top of it. */
export function withoutSaved(draft: Draft, saved: Draft): Draft {
  return draft
    .filter((edit) => !saved.includes(edit))
    .map((edit) => {
      const before = findEdit(saved, edit.id, edit.field)
      return before ? { ...edit, seen: tidy(before) } : edit
    })
}

/** The changes that take saved ones back. */
export function reverse(draft: Draft): Draft {
  return draft.map((edit) => ({ ...edit, value: edit.seen, seen: tidy(edit) }))
}

function tidy(edit: Edit): string {
  return edit.value.trim()
}
