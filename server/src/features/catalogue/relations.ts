import { isDeepStrictEqual } from 'node:util'
import { AppError, invalidField, newId, notFound } from '@flexoffice/base'
import type { CatalogueRelation } from '@flexoffice/contract/catalogue'
import * as contract from '@flexoffice/contract/catalogue'
import type { ParsedInputOf } from '@flexoffice/contract/operation'
import { commonType } from '@flexoffice/expression'
import { sql } from 'kysely'
import type { Context } from '../../core/context.ts'
import { operation } from '../../core/operation.ts'
import type { ColumnRow, RelationRow } from './catalogue-rows.ts'
import { toRelation } from './catalogue-rows.ts'
import { catalogueTables, findTable, lockRelation, moveVersion } from './catalogue-store.ts'
import { governsData } from './list-catalogue.ts'

type Parts = Pick<CatalogueRelation, 'name' | 'columns' | 'toTable' | 'toColumns'>

/** Declares that columns of a table name a row of another. */
export const saveRelation = operation(contract.saveRelation, { allow: governsData, run: declareRelation })

/** Does so for whoever was allowed to by another rule: a feature that declares relations of tables that it made. */
export async function declareRelation(
  ctx: Context,
  { tableId, relationId, seen, ...input }: ParsedInputOf<typeof contract.saveRelation>,
): Promise<CatalogueRelation> {
  if (relationId) await lockRelation(ctx.db, relationId)
  const { table, columns, relations } = await findTable(ctx.db, tableId)
  const target = await findTable(ctx.db, input.toTable)
  const before = relationId ? declaredRelation(relations, relationId) : undefined
  if (before && seen) await checkSeen(ctx, before, seen, columns)
  // One statement reaches one source, so a relation to another could never be followed.
  if (target.table.source_id !== table.source_id)
    throw invalidField('/toTable', 'Choose a table of the same source.', 'relation_other_source')
  checkColumns(input.columns, columns.filter(isPresent), '/columns')
  checkColumns(input.toColumns, target.columns.filter(isPresent), '/toColumns')
  if (input.columns.length !== input.toColumns.length)
    throw invalidField('/toColumns', 'Give as many columns as the table has on this side.', 'column_count')
  checkTypes(input, columns, target.columns)
  checkName(input.name, [...columns, ...relations.filter((relation) => relation.id !== relationId)])
  const row: RelationRow = {
    id: before?.id ?? newId(),
    tenant_id: ctx.tenant,
    table_id: tableId,
    identity: null,
    name: input.name,
    columns: input.columns,
    to_table: input.toTable,
    to_columns: input.toColumns,
  }
  await sql`insert into catalogue.relation (id, tenant_id, table_id, identity, name, columns, to_table, to_columns)
    values (${row.id}, ${row.tenant_id}, ${row.table_id}, null, ${row.name}, ${row.columns}::uuid[], ${row.to_table}, ${row.to_columns}::uuid[])
    on conflict (id) do update set name = excluded.name, columns = excluded.columns, to_table = excluded.to_table,
      to_columns = excluded.to_columns`.execute(ctx.db)
  await finish(ctx, table.source_id, tableId, {
    before: before && toRelation(before),
    after: toRelation(row),
  })
  return toRelation(row)
}

/** Removes a declared relation; those of the source belong to the source. */
export const removeRelation = operation(contract.removeRelation, {
  allow: governsData,
  async run(ctx, { tableId, relationId }) {
    const { table, relations } = await findTable(ctx.db, tableId)
    const before = declaredRelation(relations, relationId)
    await catalogueTables(ctx.db).deleteFrom('catalogue.relation').where('id', '=', relationId).execute()
    await finish(ctx, table.source_id, tableId, { before: toRelation(before) })
    return { removed: true as const }
  },
})

function declaredRelation(relations: RelationRow[], relationId: string): RelationRow {
  const found = relations.find((relation) => relation.id === relationId)
  if (!found) throw notFound(`relation ${relationId}`)
  if (found.identity !== null)
    throw new AppError('read_only', {
      public: 'This relation is a foreign key of the source. Change it there.',
    })
  return found
}

/** What cannot have been seen is a mistake; what was seen and is no more is a conflict. */
async function checkSeen(
  ctx: Context,
  before: RelationRow,
  seen: Parts,
  columns: readonly ColumnRow[],
): Promise<void> {
  const target = await findTable(ctx.db, seen.toTable)
  checkColumns(seen.columns, columns, '/seen/columns')
  checkColumns(seen.toColumns, target.columns, '/seen/toColumns')
  const { name, columns: from, toTable, toColumns } = toRelation(before)
  if (isDeepStrictEqual({ name, columns: from, toTable, toColumns }, seen)) return
  throw new AppError('conflict', {
    public: 'Somebody else changed this relation meanwhile. Look at it again, then make your change.',
    reason: 'relation_changed',
  })
}

/** Columns that the database cannot compare would make every query over the relation fail. */
function checkTypes(input: Parts, columns: readonly ColumnRow[], targetColumns: readonly ColumnRow[]): void {
  for (const [index, id] of input.columns.entries()) {
    const from = columns.find((column) => column.id === id)!
    const to = targetColumns.find((column) => column.id === input.toColumns[index])!
    if (commonType(from.type, to.type) !== null) continue
    const message = `${to.name} has the type ${to.type}, ${from.name} has ${from.type}. Choose columns of the same type.`
    throw invalidField(`/toColumns/${index}`, message, 'relation_types_differ')
  }
}

function checkName(name: string, taken: readonly { name: string }[]): void {
  if (!taken.some((part) => part.name === name)) return
  throw new AppError('already_exists', {
    public: 'A column or relation of the table has this name. Choose another.',
    fields: [{ path: '/name', message: 'is taken' }],
    reason: 'relation_name_taken',
  })
}

function checkColumns(ids: readonly string[], columns: readonly ColumnRow[], path: string): void {
  for (const [index, id] of ids.entries()) {
    const known = columns.some((column) => column.id === id)
    if (!known) throw invalidField(`${path}/${index}`, 'The table has no such column.', 'unknown_column')
  }
}

function isPresent(column: ColumnRow): boolean {
  return column.state !== 'missing'
}

async function finish(
  ctx: Context,
  sourceId: string,
  tableId: string,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  await moveVersion(ctx.db, ctx.tenant)
  ctx.record({ object: { type: 'table', id: tableId }, ...change })
  ctx.emit(contract.catalogueChanged, { sourceId, tableId })
  ctx.invalidate({ policies: true })
}
