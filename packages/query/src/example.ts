import type { RowRule } from '@flexoffice/expression/rule'
import type { ValueType } from '@flexoffice/expression/types'
import type { ColumnGrant, RoleGrant } from './grants.ts'
import { compilePolicy } from './policy.ts'
import type { Catalogue } from './query-scope.ts'
import type { ColumnShape, TableShape } from './table-shape.ts'

/** Orders and customers, as the tests of the compiler use them. */
export const orders: TableShape = {
  id: 'orders',
  schema: 'shop',
  name: 'orders',
  key: ['id'],
  columns: [
    column('id', 'integer', 'int4', false),
    column('country', 'text', 'text', false),
    column('total', 'decimal', 'numeric'),
    column('phone', 'text', 'text'),
    column('created', 'timestamp', 'timestamptz', false),
    column('customer', 'integer', 'int4'),
    column('weight', 'float', 'float8'),
    { ...column('doubled', 'decimal', 'numeric'), generated: true },
  ],
  relations: [
    { id: 'buyer', name: 'customer', columns: ['customer'], toTable: 'customers', toColumns: ['id'] },
  ],
}

/** Where `buyer` leads. */
export const customers: TableShape = {
  id: 'customers',
  schema: 'shop',
  name: 'customers',
  key: ['id'],
  columns: [
    column('id', 'integer', 'int4', false),
    column('name', 'text', 'varchar'),
    column('region', 'text', 'text'),
  ],
  relations: [],
}

/** Only rows of the person's country. */
export const ownCountry: RowRule = {
  kind: 'compare',
  operator: '==',
  left: { kind: 'column', columnId: 'country', type: 'text' },
  right: { kind: 'attribute', name: 'country', type: 'text', list: false },
}

/** Only orders whose buyer is in the south: one relation step. */
export const southern: RowRule = {
  kind: 'compare',
  operator: '==',
  left: { kind: 'column', columnId: 'region', relationId: 'buyer', type: 'text' },
  right: { kind: 'literal', type: 'text', value: 'south' },
}

/** A role with all operations, everything else as given. */
export function grant(
  rows: RowRule | null,
  columns: Record<string, ColumnGrant> = {},
  more: Partial<RoleGrant> = {},
): RoleGrant {
  return {
    role: 'role',
    operations: { create: true, read: true, update: true, delete: true },
    rows,
    columns,
    otherColumns: { access: 'write' },
    ...more,
  }
}

/** Both tables, the customers open to all. */
export function catalogueWith(...grants: RoleGrant[]): Catalogue {
  return {
    tables: new Map([orders, customers].map((table) => [table.id, table])),
    policies: new Map([
      [orders.id, compilePolicy(orders, grants)],
      [customers.id, compilePolicy(customers, [grant(null)])],
    ]),
  }
}

function column(id: string, type: ValueType, databaseType: string, nullable = true): ColumnShape {
  return { id, name: id, type, databaseType, nullable }
}
