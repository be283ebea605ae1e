import type { ColumnShape, TableShape } from '@flexoffice/query'
import { postgresDialect } from '@flexoffice/query'
import type { IntentOutcome, OpenIntent } from '../../core/journal/intents.ts'
import { settleLeftOverIntents } from '../../core/journal/intents.ts'
import type { Runtime } from '../../core/runtime.ts'
import { findTableShape } from '../catalogue/api.ts'
import { openSource } from '../sources/api.ts'
import { aboutTable } from './open-table.ts'
import type { Change } from './prepare-write.ts'
import { toText } from './wire-values.ts'

interface WriteDetail {
  tableId: string
  changes: (Change & { key: string[] | null })[]
}

const everyMilliseconds = 60_000

/** At start, and with a shared store again each minute: gives every write to a foreign source that was cut off its outcome. */
export async function settleWrites(runtime: Runtime): Promise<void> {
  const settle = () =>
    settleLeftOverIntents<WriteDetail>(runtime, 'data/', (intent) => readBack(runtime, intent))
  await settle()
  if (runtime.config.databaseUrl === null) return
  const timer = setInterval(() => {
    settle().catch((error) => runtime.log.error({ err: error }, 'open writes could not be settled'))
  }, everyMilliseconds)
  timer.unref()
  runtime.onStop(() => clearInterval(timer))
}

/**
 * `done` only where the source shows the effect. Its absence proves nothing, for the statement may still be waiting there;
 * such a write, and several in one transaction, stay unknown and are shown to the Admin.
 */
async function readBack(runtime: Runtime, intent: OpenIntent<WriteDetail>): Promise<IntentOutcome> {
  const { tableId, changes } = intent.detail
  const shape = await findTableShape(runtime, intent.tenantId, tableId)
  const [change] = changes
  if (!shape?.sourceId || !change || changes.length > 1) return 'unknown'
  const query = readBackSql(shape, change)
  if (!query) return 'unknown'
  const source = await openSource(runtime, intent.tenantId, shape.sourceId)
  const { pool } = aboutTable(runtime, source, tableId)
  const { rows } = await pool.query({ ...query, timeoutMilliseconds: 5_000 })
  return rows.length === (change.kind === 'delete' ? 0 : 1) ? 'done' : 'unknown'
}

function readBackSql(
  shape: TableShape,
  change: Change & { key: string[] | null },
): { text: string; values: (string | null)[] } | null {
  const columnOf = (id: string) => shape.columns.find((column) => column.id === id)
  const known = change.kind === 'delete' ? {} : change.values
  const given = Object.entries(known).map(([id, value]) => ({ column: columnOf(id), value }))
  if (given.some(({ column }) => column === undefined)) return null
  const written = given.map(({ column, value }) => ({ column: column!, text: toText(column!, value, '') }))
  const key = change.key
    ? shape.key.map((id, index) => ({ column: columnOf(id)!, text: change.key![index]! }))
    : shape.key.map((id) => written.find(({ column }) => column.id === id))
  if (key.length === 0 || key.includes(undefined)) return null
  const parts = [...(key as { column: ColumnShape; text: string | null }[]), ...written]
  const conditions = parts.map(({ column }, index) => {
    const name = postgresDialect.identifier(column.name)
    return `${name} is not distinct from $${index + 1}`
  })
  const table = `${postgresDialect.identifier(shape.schema)}.${postgresDialect.identifier(shape.name)}`
  return {
    text: `select 1 from ${table} where ${conditions.join(' and ')} limit 2`,
    values: parts.map(({ text }) => text),
  }
}
