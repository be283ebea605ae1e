import {
  describeTable,
  listCatalogue,
  showCatalogueTable,
  type TableStructure,
} from '@flexoffice/contract/catalogue'
import { listTables, showTable } from '@flexoffice/contract/data'
import { ApiError } from '@flexoffice/sdk/client'
import { showToast } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { client, invalidate, operationKey, queryClient, showErrorToast } from '../../core/session/client.ts'
import {
  type Draft,
  type Edit,
  findConflicts,
  findEdit,
  lacksLabel,
  rebase,
  reverse,
  storedWords,
  toDescription,
  type WordsField,
  withoutSaved,
  writeWords,
} from './structure-draft.ts'

/** The words of a table as they are being edited. */
export interface StructureDraft {
  changes: number
  saving: boolean
  /** What somebody else changed since the editing began. */
  conflicts: Edit[]
  read: (id: string, field: WordsField) => { value: string; changed: boolean; lacksLabel: boolean }
  write: (id: string, field: WordsField, value: string) => void
  /** Puts the stored words back in one field. */
  restore: (id: string, field: WordsField) => void
  /** Answers false when something has to be mended first. */
  save: () => Promise<boolean>
  discard: () => void
  /** Settles the conflicts: keeps the own words, or takes those of the others. */
  settle: (mine: boolean) => void
}

/** Collects changes of words and saves them together; what others change meanwhile is never overwritten unseen. */
export function useStructureDraft(structure: TableStructure): StructureDraft {
  const { t } = useMessages()
  const [draft, setDraft] = useState<Draft>([])
  const [saving, setSaving] = useState(false)
  const conflicts = findConflicts(draft, structure)
  const stored = (id: string, field: WordsField) => storedWords(structure, id, field) ?? ''
  const save = async () => {
    if (draft.some(lacksLabel) || conflicts.length > 0) return false
    setSaving(true)
    try {
      await saveDraft(structure.table.id, draft)
      setDraft((before) => withoutSaved(before, draft))
      showToast({
        tone: 'success',
        title: t('catalogue.saved', { count: draft.length }),
        onUndo: () => void saveDraft(structure.table.id, reverse(draft)).catch(showErrorToast),
      })
      return true
    } catch (failure) {
      // A conflict is shown with their words as soon as these are read.
      if (failure instanceof ApiError && failure.status === 409) await invalidate([showCatalogueTable])
      else showErrorToast(failure)
      return true
    } finally {
      setSaving(false)
    }
  }
  return {
    changes: draft.length,
    saving,
    conflicts,
    read: (id, field) => {
      const edit = findEdit(draft, id, field)
      return {
        value: edit?.value ?? stored(id, field),
        changed: edit !== undefined,
        lacksLabel: lacksLabel(edit),
      }
    },
    write: (id, field, value) =>
      setDraft((before) => writeWords(before, { id, field, value, seen: stored(id, field) })),
    restore: (id, field) =>
      setDraft((before) => before.filter((edit) => edit.id !== id || edit.field !== field)),
    save,
    discard: () => setDraft([]),
    settle: (mine) =>
      setDraft((before) =>
        rebase(mine ? before : before.filter((edit) => !conflicts.includes(edit)), structure),
      ),
  }
}

async function saveDraft(tableId: string, draft: Draft): Promise<void> {
  const saved = await client.call(describeTable, toDescription(tableId, draft))
  queryClient.setQueryData(operationKey(showCatalogueTable, { tableId }), saved)
  await invalidate([listCatalogue, listTables, showTable])
}
