import { AppError, notFound } from '@flexoffice/base'
import type {
  BoundValue,
  Catalogue,
  CompiledPolicy,
  Fragment,
  Literal,
  ResultColumn,
  TableShape,
  WriteStatement,
} from '@flexoffice/query'
import { compileDelete, compileInsert, compileUpdate } from '@flexoffice/query'
import { hashText } from '@flexoffice/query/hash'
import type { AuditRecord } from '../../core/journal/journal-entry.ts'
import type { OpenTable } from './open-table.ts'
import { readKey, writeKey } from './record-key.ts'
import type { JsonValue } from './wire-values.ts'
import { toTexts } from './wire-values.ts'
import type { Gap } from './write-journal.ts'
import { gapOf, journalFragment } from './write-journal.ts'

type Values = Record<string, JsonValue>

/** One change of one record as the caller asks for it. */
export type Change =
  | { kind: 'create'; values: Values }
  | { kind: 'update'; key: string; values: Values; seen: Values }
  | { kind: 'delete'; key: string; seen: Values }

/** A change as a statement, with what the journal will say of it. */
export interface PreparedWrite {
  change: Change
  /** Null for a record that is yet to be made. */
  key: string[] | null
  literals: Literal[]
  compiled: CompiledWrite
  record: AuditRecord
}

/** A compiled change: alone, and with its journal row in the same statement. */
export interface CompiledWrite {
  columns: readonly ResultColumn[]
  bind: WriteStatement['bind']
  parameters: number
  plain: { name: string; text: string }
  journalled: { name: string; text: string }
  /** What of the journal's entry the statement fills in. */
  gap: Gap
}

/** Refuses what cannot be written at all, checks names and values, and compiles the statement once per shape. */
export function prepareWrite(table: OpenTable, change: Change): PreparedWrite {
  refuseReadOnly(table, change.kind)
  const { shape } = table
  const values = change.kind === 'delete' ? { ids: [], texts: [] } : toTexts(shape, change.values, 'values')
  const seen = change.kind === 'create' ? { ids: [], texts: [] } : toTexts(shape, change.seen, 'seen')
  const key = change.kind === 'create' ? null : readKey(shape, change.key)
  return {
    change,
    key,
    literals: [...values.texts, ...(key ?? []), ...seen.texts],
    compiled: compiledFor(table, change.kind, values.ids, seen.ids),
    record: {
      object: { type: 'record', id: recordId(shape, key === null ? '' : writeKey(key)), name: shape.name },
      ...told(table, change),
    },
  }
}

/** The values to bind, the journal's own apart. */
export function boundValues(
  write: PreparedWrite,
  attributes: Parameters<WriteStatement['bind']>[0]['attributes'],
): BoundValue[] {
  return write.compiled.bind({ literals: write.literals, attributes })
}

/** How a record stands in the audit log. */
export function recordId(shape: TableShape, key: string): string {
  return `${shape.id}/${key}`
}

const compiledWrites = new WeakMap<CompiledPolicy, Map<string, CompiledWrite>>()
const maximumWrites = 500

function compiledFor(
  { shape, known: { table }, policy, catalogue }: OpenTable,
  kind: Change['kind'],
  columns: string[],
  seen: string[],
): CompiledWrite {
  const kept = compiledWrites.get(policy) ?? new Map<string, CompiledWrite>()
  compiledWrites.set(policy, kept)
  const key = `${kind}|${columns.join()}|${seen.join()}`
  const present = kept.get(key)
  if (present) return present
  const statement = compile(kind, shape, columns, seen, catalogue)
  const compiled = finish(kind, shape, table.sensitive ? null : policy, statement)
  if (kept.size >= maximumWrites) kept.clear()
  kept.set(key, compiled)
  return compiled
}

function compile(
  kind: Change['kind'],
  shape: TableShape,
  columns: string[],
  seen: string[],
  catalogue: Catalogue,
): WriteStatement {
  const table = shape.id
  if (kind === 'create') return compileInsert({ table, columns }, catalogue)
  if (kind === 'update') return compileUpdate({ table, columns, seen }, catalogue)
  return compileDelete({ table, seen }, catalogue)
}

function finish(
  kind: Change['kind'],
  shape: TableShape,
  told: CompiledPolicy | null,
  statement: WriteStatement,
): CompiledWrite {
  const first = statement.parameters.length + 1
  const gap = gapOf(kind, told)
  const journal = journalFragment(gap, shape, told, first)
  return {
    columns: statement.columns,
    bind: statement.bind,
    parameters: statement.parameters.length,
    plain: named(statement, []),
    journalled: named(statement, [journal]),
    gap,
  }
}

function named(statement: WriteStatement, fragments: Fragment[]): { name: string; text: string } {
  const text = statement.assemble(fragments)
  return { name: `w${hashText(text)}`, text }
}

function refuseReadOnly({ shape, source, known, policy }: OpenTable, kind: Change['kind']): void {
  if (policy.operations[kind] !== 'allow') return
  if (shape.key.length === 0) {
    throw new AppError('read_only', {
      public:
        'This table has no key, so its records cannot be told apart and changed. Add a key in the database, then look at the source again.',
      reason: 'no_key',
    })
  }
  const ability = { create: 'insert', update: 'update', delete: 'delete' } as const
  if (!source.readOnly && known.abilities[ability[kind]]) return
  throw new AppError('read_only', {
    public: 'The source of this table can only be read.',
    reason: 'source_read_only',
  })
}

/** Who searches the audit log need not be one who may read a sensitive table: of that, only the names are told. */
function told({ shape, known }: OpenTable, change: Change): Omit<AuditRecord, 'object'> {
  const before = change.kind === 'create' ? undefined : byName(shape, change.seen)
  const after = change.kind === 'delete' ? undefined : byName(shape, change.values)
  return known.table.sensitive ? { detail: { changed: Object.keys(after ?? {}) } } : { before, after }
}

function byName(shape: TableShape, values: Values): Values {
  const entries = Object.entries(values).map(([id, value]) => {
    const column = shape.columns.find((candidate) => candidate.id === id)
    if (!column) throw notFound(`column ${id}`)
    return [column.name, value] as const
  })
  return Object.fromEntries(entries)
}
