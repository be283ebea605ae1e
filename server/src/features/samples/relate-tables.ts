import { declareRelation, findTable } from '../catalogue/api.ts'
import type { CompanyTable } from './company/company-files.ts'
import { wordsOf } from './company/company-files.ts'
import { findTableIds } from './find-tables.ts'
import { lockCompany, updateCompany } from './sample-store.ts'
import { systemOperation } from './system-operation.ts'

/** The relations of the company, as its rows name each other. */
export type Relation = 'customer' | 'order' | 'product'

/** Which column of which table names a row of which other. */
const declared: { relation: Relation; from: CompanyTable; column: string; to: CompanyTable }[] = [
  { relation: 'customer', from: 'orders', column: 'customer_id', to: 'customers' },
  { relation: 'order', from: 'lines', column: 'order_id', to: 'orders' },
  { relation: 'product', from: 'lines', column: 'product_id', to: 'products' },
]

/** Declares the relations between the tables of the company; done twice it changes nothing. */
export const relateTables = systemOperation(
  'samples/relate-tables',
  'Declares the relations between the tables of the sample company; called by its job only.',
  async (ctx) => {
    const row = await lockCompany(ctx.db)
    if (row?.state !== 'opening' || row.relations !== null) return
    const tables = (await findTableIds(ctx.db, row)) as Record<CompanyTable, string>
    const words = wordsOf(row.language)
    const relations: Partial<Record<Relation, string>> = {}
    for (const { relation, from, column, to } of declared) {
      const { columns } = await findTable(ctx.db, tables[from])
      const target = await findTable(ctx.db, tables[to])
      const { id } = await declareRelation(ctx, {
        tableId: tables[from],
        name: words.relations[relation],
        columns: columns.filter(({ name }) => name === column).map(({ id }) => id),
        toTable: tables[to],
        toColumns: target.table.key,
      })
      relations[relation] = id
    }
    await updateCompany(ctx.db, { relations })
  },
)
