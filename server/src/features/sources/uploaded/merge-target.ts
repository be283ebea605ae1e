import { AppError } from '@flexoffice/base'
import pg from 'pg'
import type { LoadTarget } from '../copy-rows.ts'
import type { ImportPlan } from '../import-store.ts'

/** A table as the database has it now. */
export interface TargetTable {
  name: string
  columns: { number: number; name: string; type: string }[]
}

/** What the statements of a merge are made of; every name is quoted. */
export interface Merge {
  mode: NonNullable<ImportPlan['target']>['mode']
  table: string
  /** The table with the rows of the file; `file_row` is their number there. */
  from: string
  /** The columns that are filled, and what of `from` fills them. */
  filled: { name: string; from: string; isKey: boolean }[]
  key: { name: string; from: string; label: string; generated: boolean }[]
  /** Says that a row `t` of the table and a row `s` of the file are the same. */
  sameKey: string
}

/** Looks at the table; refused when it is gone, or a column that was to be filled is. */
export async function readTarget(client: pg.Client, { oid, attributes }: LoadTarget): Promise<TargetTable> {
  const { rows } = await client.query<{ table: string; number: number; name: string; type: string }>(
    `select c.relname as table, a.attnum as number, a.attname as name,
       pg_catalog.format_type(a.atttypid, a.atttypmod) as type
     from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid
     where c.oid = $1::oid and c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [oid],
  )
  const numbers = new Set(rows.map((row) => row.number))
  if (rows.length === 0 || attributes.some((number) => number !== null && !numbers.has(number))) {
    throw new AppError('gone', {
      public: 'The table, or a column of it, is no longer there. Look at the file and the table again.',
      reason: 'uploaded_table_gone',
    })
  }
  return {
    name: rows[0]!.table,
    columns: rows.map(({ number, name, type }) => ({ number, name, type })),
  }
}

/** Puts plan and table together, `added` being the names that new columns got. */
export function describeTarget(
  plan: ImportPlan,
  { attributes, key }: LoadTarget,
  table: TargetTable,
  added: Record<number, string>,
  from: string,
): Merge {
  const columns = plan.columns.map((column, place) => {
    const present = table.columns.find((one) => one.number === attributes[place])
    return {
      name: pg.escapeIdentifier(present?.name ?? added[place]!),
      from: `c${place}`,
      label: column.label,
      generated: column.generated === true,
      isKey: key.includes(place),
    }
  })
  const keyColumns = columns.filter((column) => column.isKey)
  return {
    mode: plan.target!.mode,
    table: `public.${pg.escapeIdentifier(table.name)}`,
    from,
    filled: columns.filter((column) => !column.generated),
    key: keyColumns,
    sameKey: keyColumns.map(({ name, from }) => `t.${name} = s.${from}`).join(' and '),
  }
}
