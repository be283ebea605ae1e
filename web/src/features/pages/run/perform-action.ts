import { createRecord, deleteRecord, getRecord, showTable, updateRecord } from '@flexoffice/contract/data'
import type { OutputOf } from '@flexoffice/contract/operation'
import type { PerformedAction } from '@flexoffice/page-model/run-actions'
import { showToast } from '@flexoffice/ui'
import { translate } from '../../../core/i18n/languages.ts'
import { client } from '../../../core/session/client.ts'
import { askConfirmation } from './confirmation.tsx'
import { pageAddress } from './page-parameters.ts'

/** What running a page may do with its surroundings. */
export interface Surroundings {
  navigate: (path: string) => void
  /** A preview as somebody else shows everything and changes nothing. */
  changesNothing?: boolean
}

type ChangeRecord = Extract<PerformedAction, { kind: 'changeRecord' }>
type Columns = OutputOf<typeof showTable>['columns']

/** Carries out what an action of a page does outside the page; false when the person declined. */
export async function performAction(action: PerformedAction, around: Surroundings): Promise<boolean> {
  switch (action.kind) {
    case 'showMessage':
      showToast({
        tone: action.level === 'information' ? 'neutral' : action.level,
        title: action.message,
      })
      return true
    case 'openPage':
      around.navigate(pageAddress(action.pageId, action.parameters))
      return true
    case 'changeRecord':
      if (around.changesNothing) {
        showToast({ tone: 'warning', title: translate('pages.run.previewChangesNothing') })
        return false
      }
      if (action.confirm && !(await askConfirmation(action.confirm))) return false
      await changeRecord(action)
      return true
  }
}

async function changeRecord(action: ChangeRecord): Promise<void> {
  const { tableId, operation } = action
  const values = action.values as Parameters<typeof writeRecord>[1]['values']
  if (operation === 'create') {
    await client.call(createRecord, { tableId, values })
    return
  }
  const { columns } = await client.call(showTable, { tableId })
  await writeRecord(operation, { tableId, key: keyText(columns, action.key), values }, async (key) =>
    action.seen
      ? (seenByColumn(columns, action.seen) as Record<string, never>)
      : (await client.call(getRecord, { tableId, key })).values,
  )
}

async function writeRecord(
  operation: 'update' | 'delete',
  record: {
    tableId: string
    key: string
    values: Parameters<typeof client.call<typeof updateRecord>>[1]['values']
  },
  readSeen: (key: string) => Promise<Parameters<typeof client.call<typeof updateRecord>>[1]['seen']>,
): Promise<void> {
  const { tableId, key, values } = record
  const seen = await readSeen(key)
  if (operation === 'delete') {
    await client.call(deleteRecord, { tableId, key, seen })
    return
  }
  const changed = Object.keys(values)
  const relevant = Object.fromEntries(Object.entries(seen).filter(([column]) => changed.includes(column)))
  await client.call(updateRecord, { tableId, key, values, seen: relevant })
}

/** A key for a path: the value itself, or a JSON array in the order of the table's key columns. */
export function keyText(columns: Columns, key: Record<string, unknown>): string {
  const values = columns.filter((column) => column.isKey).map(({ id, name }) => key[id] ?? key[name])
  return values.length === 1 ? String(values[0]) : JSON.stringify(values)
}

/** A row of a query by column id: queries name their columns as the table does. */
export function seenByColumn(columns: Columns, row: Record<string, unknown>): Record<string, unknown> {
  const found = columns.filter(({ id, name }) => Object.hasOwn(row, id) || Object.hasOwn(row, name))
  return Object.fromEntries(found.map(({ id, name }) => [id, Object.hasOwn(row, id) ? row[id] : row[name]]))
}
