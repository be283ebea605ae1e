import { newId } from '@flexoffice/base'
import { introspectPostgres } from '@flexoffice/connectors'
import { listCatalogue, showCatalogueTable } from '@flexoffice/contract/catalogue'
import type { PageDocument } from '@flexoffice/contract/page-document'
import { emptyPage } from '@flexoffice/contract/page-document'
import type { TestPerson, TestServer } from '../../../core/testing/test-server.ts'
import { startTestServer } from '../../../core/testing/test-server.ts'
import { access } from '../../access/index.ts'
import { audit } from '../../audit/index.ts'
import { catalogue } from '../../catalogue/index.ts'
import { applying, applySchema } from '../../catalogue/testing/apply-schema.ts'
import { data } from '../../data/index.ts'
import { workspaceDatabase } from '../../databases/api.ts'
import { databases } from '../../databases/index.ts'
import { people } from '../../people/index.ts'
import { settings } from '../../settings/index.ts'
import { sources } from '../../sources/index.ts'
import { tenants } from '../../tenants/index.ts'
import { pages } from '../index.ts'

const features = [
  tenants,
  people,
  settings,
  catalogue,
  access,
  audit,
  databases,
  sources,
  applying,
  data,
  pages,
]
const ddl = [
  'create table orders (id int primary key, country text, total numeric(12,2), note text)',
  "insert into orders values (1, 'BR', 10.50, 'a'), (2, 'BR', 20, 'b'), (3, 'PT', 30, 'c')",
]

/** A workspace with a table of orders in its own database, and people of several roles. */
export interface TestWorkspace {
  server: TestServer
  admin: TestPerson
  editor: TestPerson
  viewer: TestPerson
  finance: TestPerson
  sales: TestPerson
  /** An Admin of another workspace. */
  outsider: TestPerson
  tableId: string
  /** Ids by name. */
  columns: Record<string, string>
  /** Runs SQL in the database, behind FlexOffice. */
  sql(text: string): Promise<unknown>
  /** Lets the catalogue see what changed in the database. */
  look(): Promise<void>
  /** A page that asks for the orders of one country. */
  ordersPage(): PageDocument
}

/** Starts the workspace on real servers. */
export async function startTestWorkspace(): Promise<TestWorkspace> {
  const server = await startTestServer(features)
  const admin = await server.createPerson({ roles: ['admin'], name: 'Ana' })
  const person = (role: string) => server.createPerson({ roles: [role], name: role })
  const { pool } = await workspaceDatabase(server.runtime, admin.tenantId)
  for (const statement of ddl) await pool.query({ text: statement })
  const sourceId = newId()
  await server.query(
    `insert into sources.source (id, tenant_id, name, kind, settings) values ($1, $2, 'Shop', 'managed', '{}')`,
    [sourceId, admin.tenantId],
  )
  async function look(): Promise<void> {
    const schema = await introspectPostgres(pool, ['public'])
    await admin.client.call(applySchema, { sourceId, schema })
  }
  await look()
  const { tables } = await admin.client.call(listCatalogue, {})
  const tableId = tables.find((table) => table.name === 'orders')!.id
  const shown = await admin.client.call(showCatalogueTable, { tableId })
  const columns = Object.fromEntries(shown.columns.map((column) => [column.name, column.id]))
  return {
    server,
    admin,
    editor: await person('editor'),
    viewer: await person('viewer'),
    finance: await person('finance'),
    sales: await person('sales'),
    outsider: await server.createPerson({ roles: ['admin'], tenantId: await server.createTenant('Other') }),
    tableId,
    columns,
    sql: (text) => pool.query({ text }),
    look,
    ordersPage: () => makeOrdersPage(tableId, columns),
  }
}

function makeOrdersPage(tableId: string, columns: Record<string, string>): PageDocument {
  const document = emptyPage('Orders')
  document.queries.q1 = {
    id: 'q1',
    name: 'orders',
    kind: 'structured',
    runs: 'automatic',
    query: {
      table: tableId,
      select: [
        { field: { column: columns.id! }, as: 'id' },
        { field: { column: columns.total! }, as: 'total' },
      ],
      filter: {
        kind: 'compare',
        field: { column: columns.country! },
        operator: 'eq',
        value: { $expression: 'state.country' },
      },
      sort: [{ field: { column: columns.id! }, direction: 'ascending' }],
      page: { kind: 'offset', offset: 0, limit: 100 },
    },
  }
  document.state.country = { type: 'text', initial: 'BR' }
  return document
}

/** The problem body of a refused call; null when it was not refused. */
export function problemOf(call: Promise<unknown>): Promise<Record<string, unknown> | null> {
  return call.then(
    () => null,
    (error) => error.problem,
  )
}
