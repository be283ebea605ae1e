import { newId } from '@flexoffice/base'
import { introspectPostgres } from '@flexoffice/connectors'
import type { RoleGrantInput } from '@flexoffice/contract/access'
import { saveGrant } from '@flexoffice/contract/access'
import { listCatalogue, showCatalogueTable } from '@flexoffice/contract/catalogue'
import { saveAttribute } from '@flexoffice/contract/people'
import { connectSource, refreshSource } from '@flexoffice/contract/sources'
import type { TextRow } from '@flexoffice/sdk/connector'
import { openTcpDoor, startTestPostgres } from '@flexoffice/testkit'
import pg from 'pg'
import type { TestPerson, TestServer } from '../../../core/testing/test-server.ts'
import { startTestServer } from '../../../core/testing/test-server.ts'
import { access } from '../../access/index.ts'
import { audit } from '../../audit/index.ts'
import { catalogue } from '../../catalogue/index.ts'
import { applying, applySchema } from '../../catalogue/testing/apply-schema.ts'
import { workspaceDatabase } from '../../databases/api.ts'
import { databases } from '../../databases/index.ts'
import { people } from '../../people/index.ts'
import { settings } from '../../settings/index.ts'
import { sources } from '../../sources/index.ts'
import { tenants } from '../../tenants/index.ts'
import { data } from '../index.ts'

/** A table of the test's workspace with its columns by name. */
export interface TestTable {
  id: string
  columns: Record<string, string>
}

export interface DataServer {
  server: TestServer
  sourceId: string
  /** Brought the tables in, so may do everything with them. */
  admin: TestPerson
  /** Runs SQL in the database that holds the rows, behind FlexOffice. */
  sql(text: string, values?: string[]): Promise<{ rows: TextRow[] }>
  table(name: string): Promise<TestTable>
  /** Looks at the source again. */
  look(): Promise<void>
  grant(table: TestTable, changes: Partial<RoleGrantInput>): Promise<void>
  stop(): Promise<void>
}

/** Starts a server whose workspace has tables: in its own database, or in a connected PostgreSQL of somebody else. */
export async function startDataServer(
  ddl: string,
  kind: 'managed' | 'foreign',
  options: Parameters<typeof startTestServer>[1] = {},
): Promise<DataServer> {
  const server = await startTestServer(features, options)
  const admin = await server.createPerson({ roles: ['admin'], name: 'Ana' })
  await admin.client.call(saveAttribute, { name: 'country', label: 'Country', type: 'text' })
  const source = await (kind === 'managed' ? useManaged(server, admin, ddl) : connectForeign(admin, ddl))
  const versions = new Map<string, number>()
  return {
    ...source,
    server,
    admin,
    async table(name) {
      const { tables } = await admin.client.call(listCatalogue, {})
      const { id } = tables.find((table) => table.name === name)!
      const { columns } = await admin.client.call(showCatalogueTable, { tableId: id })
      const present = columns.filter((column) => column.state !== 'missing')
      return { id, columns: Object.fromEntries(present.map((column) => [column.name, column.id])) }
    },
    async grant(table, changes) {
      const grant: RoleGrantInput = {
        role: 'viewer',
        operations: { read: true, create: false, update: false, delete: false },
        rows: null,
        columns: {},
        otherColumns: { access: 'read' },
        ...changes,
      }
      const key = `${table.id} ${grant.role}`
      const saved = await admin.client.call(saveGrant, {
        tableId: table.id,
        grant,
        version: versions.get(key),
      })
      versions.set(key, saved.version)
    },
    async stop() {
      await server.stop()
      await source.stop()
    },
  }
}

const features = [tenants, people, settings, catalogue, access, audit, databases, sources, applying, data]

type Source = Pick<DataServer, 'sourceId' | 'sql' | 'look' | 'stop'>

async function useManaged(server: TestServer, admin: TestPerson, ddl: string): Promise<Source> {
  const { pool } = await workspaceDatabase(server.runtime, admin.tenantId)
  for (const statement of ddl.split(';')) await pool.query({ text: statement })
  const sourceId = newId()
  await server.query(
    `insert into sources.source (id, tenant_id, name, kind, settings) values ($1, $2, 'Shop', 'managed', '{}')`,
    [sourceId, admin.tenantId],
  )
  const look = async () => {
    const schema = await introspectPostgres(pool, ['public'])
    await admin.client.call(applySchema, { sourceId, schema })
  }
  await look()
  return { sourceId, look, sql: (text, values) => pool.query({ text, values }), stop: async () => {} }
}

async function connectForeign(admin: TestPerson, ddl: string): Promise<Source> {
  const postgres = await startTestPostgres({ private: true })
  const database = await postgres.createDatabase()
  await database.query(ddl)
  const door = await openTcpDoor(postgres.connection)
  const { user, password } = postgres.connection
  const { host, port } = door
  const login = { host, port, user, password, database: database.name, tlsMode: 'disable' }
  const source = await admin.client.call(connectSource, {
    name: 'Shop',
    connector: 'postgres',
    settings: login,
  })
  const pool = new pg.Pool({ ...database.connection, max: 2, types: { getTypeParser: () => String } })
  // The server ends before the last connection has said goodbye.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    sourceId: source.id,
    look: async () => void (await admin.client.call(refreshSource, { sourceId: source.id })),
    async sql(text, values) {
      const { rows } = await pool.query({ text, values, rowMode: 'array' })
      return { rows }
    },
    async stop() {
      await pool.end()
      await door.close()
      await postgres.stop()
    },
  }
}
