import { newId } from '@flexoffice/base'
import type { CompiledPolicy, Fragment, TableShape } from '@flexoffice/query'
import { postgresDialect } from '@flexoffice/query'
import type { JournalEntry } from '../../core/journal/journal-entry.ts'
import type { Change } from './prepare-write.ts'

/**
 * What of a journal entry only the database knows: a new record's key, or what a removed record had. The entry is sent as
 * the text before and after it.
 */
export type Gap = 'key' | 'before' | null

/** The gap in the entry of a change; `told` says which values the log may hold, null = none. */
export function gapOf(kind: Change['kind'], told: CompiledPolicy | null): Gap {
  if (kind === 'create') return 'key'
  return kind === 'delete' && told !== null ? 'before' : null
}

/**
 * The journal's part of a statement that changes a record: in the same transaction as the change, and only when a record
 * was hit. `first` and the next parameters are what `journalValues` gives.
 */
export function journalFragment(
  gap: Gap,
  shape: TableShape,
  told: CompiledPolicy | null,
  first: number,
): Fragment {
  const entry = `$${first + 1}::text`
  const filled = gap === null ? entry : `${entry} || ${gapSql(gap, shape, told)} || $${first + 2}::text`
  return {
    name: 'journalled',
    sql: `insert into flexoffice.journal (id, entry) select $${first}::uuid, ${filled} from changed c limit 1`,
  }
}

/** The entry's id, and its text around the gap. */
export function journalValues(gap: Gap, entry: JournalEntry): string[] {
  if (gap === null) return [entry.id, JSON.stringify(entry)]
  const [record, ...others] = entry.records
  const object = { ...record!.object!, ...(gap === 'key' ? { id: mark } : {}) }
  const marked = { ...record, object, ...(gap === 'before' ? { before: mark } : {}) }
  const [head, tail] = JSON.stringify({ ...entry, records: [marked, ...others] }).split(`"${mark}"`)
  return [entry.id, head!, tail!]
}

/** Known to this process alone, so no value of a record can be taken for it. */
const mark = `gap ${newId()}`

function gapSql(gap: 'key' | 'before', shape: TableShape, told: CompiledPolicy | null): string {
  if (gap === 'key') return `to_json('${shape.id}/' || ${keySql(shape)})::text`
  const whole = shape.columns.filter((column) => told?.cells.get(column.id)?.whole === true)
  const cells = whole.map((column) => cell(column.name)).join(', ')
  return `(select to_jsonb(v)::text from (select ${cells}) v)`
}

/** The key as `writeKey` writes it. */
function keySql(shape: TableShape): string {
  const texts = shape.key.map((id) => `${cell(shape.columns.find((column) => column.id === id)!.name)}::text`)
  const [only] = texts
  if (texts.length === 1) return only!
  return `'[' || ${texts.map((text) => `to_json(${text})::text`).join(` || ',' || `)} || ']'`
}

function cell(name: string): string {
  return `c.${postgresDialect.identifier(name)}`
}
