import type { TestPostgres } from '@flexoffice/connectors/testing/postgres-server'
import { startPostgres } from '@flexoffice/connectors/testing/postgres-server'
import { saveGrant } from '@flexoffice/contract/access'
import { listCatalogue, saveRelation, showCatalogueTable } from '@flexoffice/contract/catalogue'
import { emptyPage } from '@flexoffice/contract/page-document'
import { createPage, publishPage } from '@flexoffice/contract/pages'
import { invitePerson, listSessions, saveAttribute } from '@flexoffice/contract/people'
import { connectSource, importUpload, showImport, uploadFile } from '@flexoffice/contract/sources'
import { showUploadedTable } from '@flexoffice/contract/uploaded-tables'
import { waitFor } from '@flexoffice/testkit'
import pg from 'pg'
import type { TestPerson, TestServer } from '../core/testing/test-server.ts'
import { startTestServer } from '../core/testing/test-server.ts'
import { features } from '../features.ts'

/** One id of each kind of thing that a workspace has. */
export interface WorkspaceIds {
  workspace: string
  person: string
  session: string
  invitation: string
  source: string
  table: string
  keyColumn: string
  textColumn: string
  relation: string
  upload: string
  import: string
  /** The table that the import made, and its columns that the file filled. */
  uploadedTable: string
  uploadedKey: string
  uploadedText: string
  page: string
}

export interface Workspace {
  admin: TestPerson
  ids: WorkspaceIds
  /** How a login at the connected source is made. */
  settings: Record<string, string | number>
}

export interface TwoWorkspaces {
  server: TestServer
  own: Workspace
  other: Workspace
  /** Runs SQL in the connected source that both share, behind FlexOffice. */
  atSource(text: string): Promise<Record<string, unknown>[]>
  stop(): Promise<void>
}

/** The whole product with two workspaces, each of which has one of everything. */
export async function startTwoWorkspaces(): Promise<TwoWorkspaces> {
  const database = await startPostgres()
  const { host, port, user, password } = database
  const settings = { host, port, user, password, database: 'postgres', tlsMode: 'disable' }
  const atSource = (text: string) => ask(database, text)
  await atSource("create table stock (id int primary key, name text); insert into stock values (1, 'nails')")
  const server = await startTestServer(features)
  const own = await fill(server, await server.createTenant('Own'), settings)
  const other = await fill(server, await server.createTenant('Other'), settings)
  async function stop(): Promise<void> {
    await server.stop()
    await database.stop()
  }
  return { server, own, other, atSource, stop }
}

async function fill(
  server: TestServer,
  tenantId: string,
  settings: Workspace['settings'],
): Promise<Workspace> {
  const admin = await server.createPerson({ roles: ['admin', 'editor', 'developer'], tenantId })
  const colleague = await server.createPerson({ roles: ['viewer'], tenantId, name: 'Bia' })
  const { client } = admin
  const { sessions } = await client.call(listSessions, { personId: colleague.id })
  await client.call(saveAttribute, { name: 'country', label: 'Country', type: 'text' })
  const invited = await client.call(invitePerson, { email: 'new@example.com', roles: ['viewer'] })
  const source = await client.call(connectSource, { name: 'Shop', connector: 'postgres', settings })
  const { tables } = await client.call(listCatalogue, { sourceId: source.id })
  const table = tables.find(({ name }) => name === 'stock')!.id
  const { columns } = await client.call(showCatalogueTable, { tableId: table })
  const [keyColumn, textColumn] = [columns[0]!.id, columns[1]!.id]
  const relation = await client.call(saveRelation, {
    tableId: table,
    name: 'itself',
    columns: [keyColumn],
    toTable: table,
    toColumns: [keyColumn],
  })
  await client.call(saveGrant, { tableId: table, grant: viewerGrant })
  const page = await client.call(createPage, { title: 'Stock', document: stockPage(table, keyColumn) })
  await client.call(publishPage, { pageId: page.id })
  const done = await loadFile(admin)
  return {
    admin,
    settings,
    ids: {
      workspace: tenantId,
      person: colleague.id,
      session: sessions[0]!.id,
      invitation: invited.invitation.id,
      source: source.id,
      table,
      keyColumn,
      textColumn,
      relation: relation.id,
      ...done,
      page: page.id,
    },
  }
}

/** What a Viewer may do with the table. */
export const viewerGrant = {
  role: 'viewer',
  operations: { read: true, create: false, update: false, delete: false },
  rows: null,
  columns: {},
  otherColumns: { access: 'read' as const },
}

/** A page with one query over a table. */
export function stockPage(table: string, column: string) {
  const page = emptyPage('Stock')
  const query = {
    table,
    select: [{ field: { column }, as: 'id' }],
    page: { kind: 'offset', offset: 0, limit: 10 },
  }
  page.queries.q1 = { id: 'q1', name: 'stock', kind: 'structured', runs: 'automatic', query }
  return page
}

async function loadFile({ client }: TestPerson) {
  const { uploadId } = await client.call(uploadFile, { fileName: 'a.csv' }, { body: 'a,b\n1,x\n' })
  const columns = [
    { index: 0, name: 'a', label: 'a', type: 'integer' as const },
    { index: 1, name: 'b', label: 'b', type: 'text' as const },
  ]
  const { id } = await client.call(importUpload, { uploadId, tableLabel: 'A', columns })
  const ended = async () => {
    const { state, tableId } = await client.call(showImport, { importId: id })
    return state === 'done' ? tableId : null
  }
  const uploadedTable = await waitFor(ended, { timeoutSeconds: 30 })
  const made = await client.call(showUploadedTable, { tableId: uploadedTable })
  const [, uploadedKey, uploadedText] = made.columns.map((column) => column.id) as [string, string, string]
  return { upload: uploadId, import: id, uploadedTable, uploadedKey, uploadedText }
}

async function ask({ host, port, user, password }: TestPostgres, text: string) {
  const client = new pg.Client({ host, port, user, password, database: 'postgres' })
  await client.connect()
  const result = await client.query(text)
  await client.end()
  return result.rows as Record<string, unknown>[]
}
