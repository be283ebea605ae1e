import type { CompiledPolicy, Fragment, TableShape } from '@flexoffice/query'
import { postgresDialect } from '@flexoffice/query'
import type { Change } from './prepare-write.ts'

/**
 * The journal's part of a statement that changes a record: in the same transaction as the change, and only when a record
 * was hit. A new record's key and a removed record's readable values are known to the database alone; `told` says which of
 * those the log may hold, null = none. `first` and the next parameter are the entry's id and the entry.
 */
export function journalFragment(
  kind: Change['kind'],
  shape: TableShape,
  told: CompiledPolicy | null,
  first: number,
): Fragment {
  const entry = `$${first + 1}::jsonb`
  return {
    name: 'journalled',
    sql: `insert into flexoffice.journal (id, entry) select $${first}::uuid, ${completed(kind, shape, told, entry)} from changed c limit 1`,
  }
}

function completed(
  kind: Change['kind'],
  shape: TableShape,
  told: CompiledPolicy | null,
  entry: string,
): string {
  if (kind === 'create')
    return set(entry, '{records,0,object,id}', `to_jsonb('${shape.id}/' || ${keySql(shape)})`)
  if (kind === 'update' || told === null) return entry
  const whole = shape.columns.filter((column) => told.cells.get(column.id)?.whole === true)
  const cells = whole.map((column) => cell(column.name)).join(', ')
  return set(entry, '{records,0,before}', `(select to_jsonb(v) from (select ${cells}) v)`)
}

function set(entry: string, path: string, value: string): string {
  return `jsonb_set(${entry}, '${path}', ${value})`
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
