import type { DataColumn, DataTable } from '@flexoffice/contract/data'
import * as contract from '@flexoffice/contract/data'
import type { CompiledPolicy } from '@flexoffice/query'
import { decide } from '@flexoffice/query'
import { operation } from '../../core/operation.ts'
import { decideOn, governedCatalogue } from '../access/api.ts'
import type { KnownTable } from '../catalogue/api.ts'
import { listSourceNames } from '../sources/api.ts'
import { openTable } from './open-table.ts'

/** Lists the tables of which the caller may read anything; others leave no trace here. */
export const listTables = operation(contract.listTables, {
  allow: 'data.use',
  async run(ctx) {
    const { known, policies } = await governedCatalogue(ctx.runtime, ctx.actor)
    const names = await listSourceNames(ctx)
    const readable = [...known.values()].filter(
      ({ shape }) => decideOn(policies, shape.id, 'read') === 'allow',
    )
    return {
      tables: readable.map((table) => {
        const name = names.get(table.table.sourceId)?.name ?? ''
        return toDataTable(table, policies.get(table.shape.id)!, { name, readOnly: false })
      }),
    }
  },
})

/** Shows a table as the caller sees it. */
export const showTable = operation(contract.showTable, {
  allow: 'data.use',
  store: 'none',
  async run(ctx, { tableId }) {
    const { known, policy, catalogue, source } = await openTable(ctx, tableId)
    return {
      table: toDataTable(known, policy, source),
      columns: known.columns.flatMap((column) => toDataColumn(known, policy, column.id)),
      relations: known.relations.flatMap((relation) => {
        const target = catalogue.known.get(relation.toTable)
        const visible =
          decideOn(catalogue.policies, relation.toTable, 'read') === 'allow' &&
          relation.columns.every((id) => policy.cells.has(id)) &&
          relation.toColumns.every((id) => catalogue.policies.get(relation.toTable)?.cells.has(id))
        return target && visible ? [{ ...relation, toTableLabel: target.table.label }] : []
      }),
    }
  },
})

function toDataTable(
  { table, abilities }: KnownTable,
  policy: CompiledPolicy,
  source: { name: string; readOnly: boolean },
): DataTable {
  const granted = {
    create: decide(policy, 'create') === 'allow',
    update: decide(policy, 'update') === 'allow',
    delete: decide(policy, 'delete') === 'allow',
  }
  const able = source.readOnly ? { insert: false, update: false, delete: false } : abilities
  const keyed = table.key.length > 0 && table.key.every((id) => policy.cells.get(id)?.whole === true)
  const may = {
    create: granted.create && able.insert && table.key.length > 0,
    update: granted.update && able.update && keyed,
    delete: granted.delete && able.delete && keyed,
  }
  const { id, sourceId, schema, name, label, description, approximateRowCount } = table
  const whole = policy.rows.read === 'all'
  return {
    id,
    sourceId,
    sourceName: source.name,
    schema,
    name,
    label,
    description,
    // How many rows there are is told only to those who may read all of them.
    approximateRowCount: whole ? approximateRowCount : null,
    abilities: may,
    readOnlyReason: may.create || may.update || may.delete ? null : reasonOf(table.key.length > 0, granted),
  }
}

function reasonOf(hasKey: boolean, granted: DataTable['abilities']): DataTable['readOnlyReason'] {
  if (!hasKey) return 'no_key'
  return granted.create || granted.update || granted.delete ? 'source_read_only' : 'not_granted'
}

function toDataColumn(known: KnownTable, policy: CompiledPolicy, columnId: string): DataColumn[] {
  const reading = decide(policy, 'read', columnId)
  if (reading === 'deny') return []
  const { databaseType: _type, state: _state, ...column } = known.columns.find(({ id }) => id === columnId)!
  const writable = policy.writes.create.has(columnId) || policy.writes.update.has(columnId)
  return [{ ...column, access: reading === 'mask' ? 'masked' : writable ? 'write' : 'read' }]
}
