import type { AuditEntry } from '@flexoffice/contract/audit'
import type { RightsLine } from '../access/api.ts'
import type { RightsChange } from './access-entries.ts'

/** The columns of the report. `section` says what a line is: role, person, change or refusal; the rest fits some of them. */
export const reportColumns = [
  'section',
  'at',
  'table_id',
  'table',
  'name_in_database',
  'sensitive',
  'role',
  'person_id',
  'person',
  'email',
  'because_of',
  'may_read',
  'may_create',
  'may_update',
  'may_delete',
  'rows',
  'hidden_columns',
  'masked_columns',
  'columns_on_some_rows',
  'read_only_columns',
  'why_not',
  'sequence',
  'by',
  'by_email',
  'operation',
  'outcome',
  'object_type',
  'object_id',
  'object',
  'address',
  'details',
] as const

/** One line; columns that say nothing of it are absent. */
export type ReportCells = Partial<Record<(typeof reportColumns)[number], string | boolean>>

/** What a role or a person may do with a table. `role` names all roles of a person. */
export function rightsCells({ at, known, holder, rights }: RightsLine): ReportCells {
  const { table } = known
  const names = new Map(known.columns.map(({ id, name }) => [id, name]))
  const list = (ids: readonly string[]) => ids.map((id) => names.get(id)).join(', ')
  return {
    section: holder.kind,
    at: at.toISOString(),
    table_id: table.id,
    table: table.label,
    name_in_database: `${table.schema}.${table.name}`,
    sensitive: table.sensitive,
    ...(holder.kind === 'role'
      ? { role: holder.role }
      : {
          role: holder.roles.join(', '),
          person_id: holder.id,
          person: holder.name,
          email: holder.email,
        }),
    because_of: rights.because.map(({ role }) => role).join(', '),
    may_read: rights.operations.read,
    may_create: rights.operations.create,
    may_update: rights.operations.update,
    may_delete: rights.operations.delete,
    rows: rowsText(rights),
    hidden_columns: list(rights.hidden),
    masked_columns: list(rights.masked),
    columns_on_some_rows: list(rights.partly),
    read_only_columns: list(rights.readOnly),
    why_not: rights.whyNot ?? '',
  }
}

function rowsText({ reads, limited, because }: RightsLine['rights']): string {
  if (!reads) return 'none'
  if (!limited) return 'all'
  return because.map(({ role, rows }) => `${role}: ${rows}`).join('; ')
}

/** A change of rights, with what it changed; `role` is the role whose grant it was. */
export function changeCells({ entry, record }: RightsChange): ReportCells {
  const { type, id, name } = { ...(record.object as Partial<NonNullable<AuditEntry['object']>>) }
  const { role } = { ...(record.detail as { role?: string }) }
  return {
    section: 'change',
    ...entryCells(entry),
    role: role ?? '',
    object_type: type ?? '',
    object_id: id ?? '',
    object: name ?? '',
    details: JSON.stringify({ before: record.before, after: record.after }),
  }
}

/** An attempt that was refused. */
export function refusalCells(entry: AuditEntry): ReportCells {
  const { object, records } = entry
  return {
    section: 'refusal',
    ...entryCells(entry),
    object_type: object?.type ?? '',
    object_id: object?.id ?? '',
    object: object?.name ?? '',
    details: records.length > 0 ? JSON.stringify(records) : '',
  }
}

function entryCells({ sequence, at, actor, operation, outcome, ip }: AuditEntry): ReportCells {
  return {
    sequence,
    at,
    by: actor.name ?? actor.kind,
    by_email: actor.email ?? '',
    operation,
    outcome,
    address: ip ?? '',
  }
}
