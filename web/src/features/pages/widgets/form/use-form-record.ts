import { type DataColumn, type DataRecord, getRecord } from '@flexoffice/contract/data'
import { useEffect, useState } from 'react'
import { client } from '../../../../core/session/client.ts'
import { keyOfRow } from './record-key.ts'

/** The record that a form edits: read from the server, because a row of a query holds only some of its columns. */
export type FormRecord =
  | { status: 'none' }
  | { status: 'unnamed' }
  | { status: 'loading' }
  | { status: 'failed'; error: unknown; retry: () => void }
  | { status: 'ready'; record: DataRecord; version: number }

interface ReadRecord {
  key: string
  answer: FormRecord
}

/**
 * Follows the row that the page names, also when its values change; what somebody is typing is never replaced.
 * `replace` takes what a save answered.
 */
export function useFormRecord(
  tableId: string,
  row: unknown,
  columns: readonly DataColumn[] | undefined,
  isDirty: () => boolean,
) {
  const key = columns && isRow(row) ? keyOfRow(row, columns) : null
  const [read, setRead] = useState<ReadRecord | null>(null)
  const [attempt, setAttempt] = useState(0)
  const shown = isRow(row) ? JSON.stringify(row) : ''

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt and other values in the row read the same record again
  useEffect(() => {
    if (key === null || tableId === '') return
    const abort = new AbortController()
    client.call(getRecord, { tableId, key }, { signal: abort.signal }).then(
      (record) => setRead((before) => follow(before, key, record, isDirty())),
      (error) => {
        if (abort.signal.aborted) return
        const retry = () => setAttempt((count) => count + 1)
        setRead({ key, answer: { status: 'failed', error, retry } })
      },
    )
    return () => abort.abort()
  }, [tableId, key, attempt, shown])

  const replace = (record: DataRecord) =>
    setRead((before) => {
      const version = before?.answer.status === 'ready' ? before.answer.version + 1 : 0
      return { key: key ?? record.key, answer: { status: 'ready', record, version } }
    })
  return { state: stateOf(), replace }

  function stateOf(): FormRecord {
    if (!isRow(row)) return { status: 'none' }
    if (!columns) return { status: 'loading' }
    if (key === null) return { status: 'unnamed' }
    return read?.key === key ? read.answer : { status: 'loading' }
  }
}

/** The same values keep the form as it is; others begin it anew, unless somebody is typing: a save then tells the conflict. */
function follow(before: ReadRecord | null, key: string, record: DataRecord, isDirty: boolean): ReadRecord {
  const known = before?.key === key && before.answer.status === 'ready' ? before.answer : null
  if (!known) return { key, answer: { status: 'ready', record, version: 0 } }
  if (isDirty || JSON.stringify(known.record) === JSON.stringify(record)) return before!
  return { key, answer: { status: 'ready', record, version: known.version + 1 } }
}

function isRow(row: unknown): row is Record<string, unknown> {
  return typeof row === 'object' && row !== null && !Array.isArray(row) && Object.keys(row).length > 0
}
