import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { saveGrant } from '@flexoffice/contract/access'
import { listCatalogue, showCatalogueTable } from '@flexoffice/contract/catalogue'
import { saveAttribute, signIn } from '@flexoffice/contract/people'
import {
  importUpload,
  listSources,
  refreshSource,
  showImport,
  uploadFile,
} from '@flexoffice/contract/sources'
import type { Client } from '@flexoffice/sdk'
import { createClient } from '@flexoffice/sdk'
import { waitFor } from '@flexoffice/testkit'
import pg from 'pg'
import { makeOrders, regions } from './orders.ts'
import type { Product } from './start-product.ts'
import { admin, clusterLogin, removeData, startProduct } from './start-product.ts'

/** One of the 200 who make the load. */
export interface BenchPerson {
  region: string
  token: string
}

/** The product with a million governed orders, and the raw server on the same table. */
export interface World {
  product: Product
  dataFolder: string
  ports: { product: number; raw: number }
  processIds: { product: number; raw: number }
  client: Client
  tableId: string
  /** Column ids by name. */
  columns: Record<string, string>
  people: BenchPerson[]
  stop(): Promise<void>
}

const roles = ['sales', 'operations', 'support', 'finance', 'management']
const policies = 20
const peopleCount = 200

/** Builds everything from nothing: product, table, grants, people, raw server. */
export async function buildWorld(rows: number, say: (text: string) => void): Promise<World> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'flexoffice-bench-'))
  say('starting the product')
  const options = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter(Boolean)
  const product = await startProduct(dataFolder, options)
  try {
    return await fillWorld(product, dataFolder, rows, say)
  } catch (error) {
    await product.stop()
    removeData(dataFolder)
    throw error
  }
}

async function fillWorld(
  product: Product,
  dataFolder: string,
  rows: number,
  say: (text: string) => void,
): Promise<World> {
  const baseUrl = `http://127.0.0.1:${product.port}`
  const client = await signedIn(baseUrl, admin.email)
  const sourceId = await makeManagedSource(client)
  say(`making ${rows.toLocaleString('en')} orders`)
  const database = await fillDatabase(dataFolder, rows)
  await client.call(refreshSource, { sourceId })
  const { tableId, columns } = await grantOrders(client)
  say(`making ${peopleCount} people in ${policies} policies`)
  const people = await makePeople(dataFolder, baseUrl)
  const raw = await startRaw({ ...clusterLogin(dataFolder, 'tenants'), database })
  return {
    product,
    dataFolder,
    ports: { product: product.port, raw: raw.port },
    processIds: { product: product.processId, raw: raw.processId },
    client,
    tableId,
    columns,
    people,
    async stop() {
      raw.stop()
      await product.stop()
      removeData(dataFolder)
    },
  }
}

async function signedIn(baseUrl: string, email: string): Promise<Client> {
  const token = await tokenOf(baseUrl, email)
  return createClient({ baseUrl, getToken: () => token })
}

async function tokenOf(baseUrl: string, email: string): Promise<string> {
  const answer = await createClient({ baseUrl }).call(signIn, { email, password: admin.password })
  if (answer.status !== 'signed_in') throw new Error('the benchmark has one workspace only')
  return answer.accessToken
}

/** The workspace's own database comes with its first upload. */
async function makeManagedSource(client: Client): Promise<string> {
  const preview = await client.call(uploadFile, { fileName: 'first.csv' }, { body: 'a,b\n1,x\n2,y\n' })
  const { id: importId } = await client.call(importUpload, {
    uploadId: preview.uploadId,
    tableLabel: 'First',
    columns: preview.columns.map(({ index, name, label, type }) => ({ index, name, label, type })),
  })
  await waitFor(async () => (await client.call(showImport, { importId })).state === 'done')
  const { sources } = await client.call(listSources, {})
  return sources.find((source) => source.kind === 'managed')!.id
}

async function fillDatabase(dataFolder: string, rows: number): Promise<string> {
  const login = clusterLogin(dataFolder, 'tenants')
  const list = new pg.Client({ ...login, database: 'postgres' })
  await list.connect()
  const found = await list.query<{ name: string; owner: string }>(
    `select datname as name, pg_get_userbyid(datdba) as owner from pg_database
     where not datistemplate and datname <> 'postgres' order by oid desc limit 1`,
  )
  await list.end()
  const { name, owner } = found.rows[0]!
  const client = new pg.Client({ ...login, database: name })
  await client.connect()
  try {
    await makeOrders(client, rows, owner)
  } finally {
    await client.end()
  }
  return name
}

/** Five roles with one row rule and two hidden columns; they differ in what they may write, so that sums of them differ. */
async function grantOrders(client: Client): Promise<{ tableId: string; columns: Record<string, string> }> {
  await client.call(saveAttribute, { name: 'region', label: 'Region', type: 'text' })
  const { tables } = await client.call(listCatalogue, {})
  const tableId = tables.find((table) => table.name === 'orders')!.id
  const shown = await client.call(showCatalogueTable, { tableId })
  const columns = Object.fromEntries(shown.columns.map((column) => [column.name, column.id]))
  const own = ['status', 'channel', 'quantity', 'price', 'total']
  for (const [index, role] of roles.entries()) {
    await client.call(saveGrant, {
      tableId,
      grant: {
        role,
        operations: { read: true, create: true, update: true, delete: index === 0 },
        rows: 'row.region == user.region',
        createRows: 'row.region == user.region',
        columns: {
          [columns.email!]: { access: 'none' },
          [columns.cost!]: { access: 'none' },
          [columns[own[index]!]!]: { access: 'write' },
        },
        otherColumns: { access: 'read' },
      },
    })
  }
  await client.call(saveGrant, {
    tableId,
    grant: {
      role: 'viewer',
      operations: { read: true, create: true, update: false, delete: false },
      rows: 'row.region == user.region',
      columns: { [columns.email!]: { access: 'none' }, [columns.cost!]: { access: 'none' } },
      otherColumns: { access: 'write' },
    },
  })
  return { tableId, columns }
}

/** People are written straight into the store, for 200 invitations measure nothing; they sign in like anybody. */
async function makePeople(dataFolder: string, baseUrl: string): Promise<BenchPerson[]> {
  const store = new pg.Client({ ...clusterLogin(dataFolder, 'management'), database: 'flexoffice' })
  await store.connect()
  await store.query(
    `with made as (
       insert into people.account (id, email, password_hash)
       select gen_random_uuid(), 'person' || n || '@example.com', (select password_hash from people.account limit 1)
       from generate_series(0, $1::int - 1) n returning id, email)
     insert into people.person (id, tenant_id, account_id, name, email, roles, attributes)
     select gen_random_uuid(), (select tenant_id from tenants.tenant), made.id, made.email, made.email, r.roles,
       jsonb_build_object('region', r.region)
     from made join jsonb_to_recordset($2::jsonb) as r (email text, roles text[], region text) using (email)`,
    [peopleCount, JSON.stringify(Array.from({ length: peopleCount }, (_, index) => describePerson(index)))],
  )
  await store.end()
  const people: BenchPerson[] = []
  for (let index = 0; index < peopleCount; index += 1) {
    const { email, region } = describePerson(index)
    people.push({ region, token: await tokenOf(baseUrl, email) })
  }
  return people
}

function describePerson(index: number) {
  const mask = 1 + (index % policies)
  const held = roles.filter((_, bit) => (mask & (1 << bit)) !== 0)
  return {
    email: `person${index}@example.com`,
    roles: [...held, 'viewer'].sort(),
    region: regions[index % regions.length]!,
  }
}

async function startRaw(
  connection: pg.ClientConfig,
): Promise<{ port: number; processId: number; stop(): void }> {
  const file = new URL('../raw.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [file, JSON.stringify(connection)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<number>((resolve) =>
    child.stdout.once('data', (chunk) => resolve(Number(String(chunk).trim()))),
  )
  return { port, processId: child.pid!, stop: () => void child.kill() }
}
