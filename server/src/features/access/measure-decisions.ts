import { newId } from '@flexoffice/base'
import type { KnownTable } from '../catalogue/api.ts'
import { LazyPolicies } from './lazy-policies.ts'
import type { StoredGrant } from './stored-grant.ts'
import { decideOn, policyOf } from './table-policy.ts'

/**
 * Measures the decision that every request path asks for, and the compiling of a policy, as a program: prints JSON.
 * 20 policies over 12 columns; tables, operations and columns change from call to call.
 */
const rounds = Number(process.argv[2] ?? 5)
const tables = Array.from({ length: 20 }, makeTable)
const roles = ['sales', 'operations', 'support']
const holder = { personId: null, roles, usesData: true }
const policies = new LazyPolicies(
  new Map(tables.map((known) => [known.shape.id, known])),
  new Map(tables.map((known) => [known.shape.id, makeGrants(known)])),
  holder,
)

process.stdout.write(
  JSON.stringify({
    decisionsPerSecond: Array.from({ length: rounds }, measureDecisions),
    compileMilliseconds: Array.from({ length: rounds }, measureCompiling),
  }),
)

function measureDecisions(): number {
  const calls = 2_000_000
  const operations = ['read', 'create', 'update', 'delete'] as const
  const startedAt = performance.now()
  let allowed = 0
  for (let call = 0; call < calls; call += 1) {
    const { shape } = tables[call % tables.length]!
    const column = shape.columns[call % shape.columns.length]!.id
    if (decideOn(policies, shape.id, operations[call & 3]!, column) === 'allow') allowed += 1
  }
  if (allowed === 0) throw new Error('nothing was allowed, so nothing was measured')
  return calls / ((performance.now() - startedAt) / 1000)
}

function measureCompiling(): number {
  const times = tables.flatMap((known) => {
    const grants = makeGrants(known)
    const startedAt = performance.now()
    policyOf(known, grants, holder)
    return performance.now() - startedAt
  })
  return times.sort((left, right) => left - right)[Math.floor(times.length / 2)]!
}

function makeTable(): KnownTable {
  const columns = Array.from({ length: 12 }, (_, index) => ({
    id: newId(),
    name: `column_${index}`,
    type: 'text' as const,
    databaseType: 'text',
    nullable: index > 0,
  }))
  const id = newId()
  return {
    shape: { id, schema: 'public', name: 'orders', columns, key: [columns[0]!.id], relations: [] },
    table: {
      id,
      sourceId: newId(),
      schema: 'public',
      name: 'orders',
      label: 'Orders',
      description: '',
      kind: 'table',
      sensitive: false,
      key: [columns[0]!.id],
      approximateRowCount: null,
      state: 'active',
      createdBy: null,
    },
    columns: [],
    relations: [],
    abilities: { insert: true, update: true, delete: true },
  }
}

function makeGrants({ shape }: KnownTable): StoredGrant[] {
  const [, region, hidden, second] = shape.columns
  return roles.map((role) => ({
    tenant_id: newId(),
    table_id: shape.id,
    role,
    operations: { read: true, create: true, update: true, delete: false },
    columns: { [hidden!.id]: { access: 'none' }, [second!.id]: { access: 'none' } },
    other_columns: { access: 'write' },
    known_columns: shape.columns.map((column) => column.id),
    rules: {
      rows: {
        kind: 'compare',
        operator: '==',
        left: { kind: 'column', columnId: region!.id, type: 'text' },
        right: { kind: 'attribute', name: 'region', type: 'text', list: false },
      },
    },
    version: 1,
    changed_at: new Date(0),
    changed_by: null,
  }))
}
