import {
  changeRecords,
  createRecord,
  type DataColumn,
  type DataRecord,
  deleteRecord,
  getRecord,
  updateRecord,
} from '@flexoffice/contract/data'
import { ApiError } from '@flexoffice/sdk/client'
import { showToast } from '@flexoffice/ui'
import { useEffect, useRef, useState } from 'react'
import { translate } from '../../core/i18n/languages.ts'
import { client, showErrorToast } from '../../core/session/client.ts'
import { notify } from '../../core/shell/notices.ts'
import type { Conflict } from './conflict-dialog.tsx'
import { isWritable } from './grid-columns.tsx'
import { patchRecord, rereadRecords } from './records.ts'

type Values = DataRecord['values']

/** Changes to the records of one table: shown at once, taken back when refused, with a way out of conflicts. */
export function useRecordChanges(tableId: string, columns: readonly DataColumn[]) {
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const isOnScreen = useOnScreen()

  /** Writes changed fields with what their author saw; false when it became a conflict. Throws other refusals. */
  async function update(record: DataRecord, values: Values): Promise<boolean> {
    const takeBack = patchRecord(tableId, record.key, { values: { ...record.values, ...values } })
    const seen = Object.fromEntries(Object.keys(values).map((id) => [id, record.values[id] ?? null]))
    try {
      const saved = await client.call(updateRecord, { tableId, key: record.key, values, seen })
      patchRecord(tableId, record.key, saved)
      return true
    } catch (failure) {
      takeBack()
      const current = isConflict(failure) ? await readAgain(tableId, record.key) : null
      if (!current) throw failure
      if (!isOnScreen.current) tellOfConflict(tableId, record.key)
      setConflict({ seen: record.values, mine: values, current })
      return false
    }
  }

  async function edit(record: DataRecord, columnId: string, value: unknown): Promise<void> {
    try {
      await update(record, { [columnId]: value } as Values)
    } catch (failure) {
      showErrorToast(failure)
    }
  }

  async function create(values: Values): Promise<DataRecord> {
    const record = await client.call(createRecord, { tableId, values })
    await rereadRecords(tableId)
    return record
  }

  async function remove(records: readonly DataRecord[]): Promise<void> {
    const [only] = records
    try {
      if (records.length === 1 && only) {
        await client.call(deleteRecord, { tableId, key: only.key, seen: whatWasSeen(only, columns) })
      } else {
        const changes = records.map((record) => ({
          kind: 'delete' as const,
          key: record.key,
          seen: whatWasSeen(record, columns),
        }))
        await client.call(changeRecords, { tableId, changes })
      }
    } catch (failure) {
      showErrorToast(failure)
      throw failure
    }
    await rereadRecords(tableId)
    showToast({
      tone: 'success',
      title: translate('data.record.deleted', { count: records.length }),
      onUndo: canRestore(columns) ? () => void restore(tableId, columns, records) : undefined,
    })
  }

  /** Ends a conflict: the fields taken from `mine` are written over what is there now. */
  async function settle(mine: Values): Promise<void> {
    const open = conflict
    setConflict(null)
    if (!open) return
    if (Object.keys(mine).length === 0) return rereadRecords(tableId)
    try {
      await update(open.current, mine)
    } catch (failure) {
      showErrorToast(failure)
    }
  }

  return { update, edit, create, remove, conflict, settle }
}

/** Nobody is left to choose: the person went on before the answer came. */
function tellOfConflict(tableId: string, key: string): void {
  notify({
    titleKey: 'data.notices.conflict',
    detailKey: 'data.notices.conflictDetail',
    path: `/data/tables/${tableId}?record=${encodeURIComponent(key)}`,
  })
}

function useOnScreen() {
  const onScreen = useRef(true)
  useEffect(() => {
    onScreen.current = true
    return () => {
      onScreen.current = false
    }
  }, [])
  return onScreen
}

/** The values that the person saw as they are: a record that changed since is not deleted unseen. */
function whatWasSeen(record: DataRecord, columns: readonly DataColumn[]): Values {
  const plain = columns.filter(
    ({ access, type }) => access !== 'masked' && type !== 'json' && type !== 'binary' && type !== 'other',
  )
  return Object.fromEntries(plain.map(({ id }) => [id, record.values[id] ?? null]))
}

/** Whether a deleted record can be made again exactly: every column was seen and may be written. */
function canRestore(columns: readonly DataColumn[]): boolean {
  return columns.every((column) => column.generated || isWritable(column))
}

async function restore(
  tableId: string,
  columns: readonly DataColumn[],
  records: readonly DataRecord[],
): Promise<void> {
  const kept = columns.filter(isWritable)
  const changes = records.map((record) => ({
    kind: 'create' as const,
    values: Object.fromEntries(kept.map(({ id }) => [id, record.values[id] ?? null])),
  }))
  try {
    await client.call(changeRecords, { tableId, changes })
    await rereadRecords(tableId)
  } catch (failure) {
    showErrorToast(failure)
  }
}

function isConflict(failure: unknown): boolean {
  return failure instanceof ApiError && failure.status === 409 && failure.problem.code === 'conflict'
}

async function readAgain(tableId: string, key: string): Promise<DataRecord | null> {
  try {
    return await client.call(getRecord, { tableId, key })
  } catch {
    return null
  }
}
