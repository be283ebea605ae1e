import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type AuditEntry, searchAudit, showAuditState } from '@flexoffice/contract/audit'
import { createRecord, listTables, queryRecords, showTable } from '@flexoffice/contract/data'
import { signIn } from '@flexoffice/contract/people'
import { connectSource, importUpload, showImport, uploadFile } from '@flexoffice/contract/sources'
import { type Client, createClient } from '@flexoffice/sdk'
import { openTcpDoor, startTestPostgres, waitFor } from '@flexoffice/testkit'
import { type Product, startProduct } from '../support/start-product.ts'

const writers = 50
const admin = { FLEXOFFICE_ADMIN_EMAIL: 'ana@example.com', FLEXOFFICE_ADMIN_PASSWORD: 'Secret-123' }

/** A table as the writers use it: where to write and which column holds the mark that tells one write from all others. */
interface Target {
  kind: 'managed' | 'foreign'
  tableId: string
  mark: string
}

interface CaseResult {
  counts: Record<string, number>
  problems: string[]
}

/** A server with one managed and one foreign table, killed and looked at again and again. */
export interface CrashWorld {
  runCase(number: number, delayMilliseconds: number): Promise<CaseResult>
  close(): Promise<void>
}

/** Starts the product on an empty folder, a foreign PostgreSQL with fsync, and a table in each store. */
export async function createWorld(): Promise<CrashWorld> {
  const foreign = await startTestPostgres({ settings: { fsync: 'on', synchronous_commit: 'on' } })
  const database = await foreign.createDatabase()
  await database.query('create table orders (mark text primary key, writer int not null)')
  const door = await openTcpDoor(foreign.connection)
  const product = await startProduct({ ...admin, FLEXOFFICE_ALLOW_PRIVATE_ADDRESSES: 'true' })
  const boss = await signInAs(product)
  const targets = [
    await makeManagedTable(boss),
    await makeForeignTable(boss, door.port, { ...database.connection }),
  ]

  async function runCase(number: number, delay: number): Promise<CaseResult> {
    const problems: string[] = []
    const since = new Date(Date.now() - 1_000).toISOString()
    const client = await signInAs(product)
    const { acknowledged, attempted } = await writeUntilKilled(product, client, targets, number, delay)
    await waitFor(() => countProcesses(product.dataFolder) === 0, {
      timeoutSeconds: 10,
      what: 'no process of the data folder',
    }).catch(() => problems.push(`${countProcesses(product.dataFolder)} processes are left after the kill`))
    await product.restart()
    const again = await signInAs(product)
    const counts: Record<string, number> = {
      kills: 1,
      attempted: attempted.size,
      acknowledged: acknowledged.size,
    }
    const entries = await readEntries(again, since)
    for (const target of targets) {
      const rows = await readMarks(again, target, number)
      judge(target, { rows, entries, acknowledged, attempted }, problems, counts)
    }
    const state = await again.call(showAuditState, {})
    if (!state.whole)
      problems.push(`the audit chain is not whole: ${JSON.stringify(state.findings.slice(0, 3))}`)
    return { counts, problems }
  }

  return {
    runCase,
    async close() {
      await product.stop()
      await door.close()
      await foreign.stop()
    },
  }
}

async function writeUntilKilled(
  product: Product,
  client: Client,
  targets: Target[],
  number: number,
  delay: number,
) {
  const acknowledged = new Set<string>()
  const attempted = new Set<string>()
  let stopped = false
  const working = Array.from({ length: writers }, async (_, writer) => {
    const target = targets[writer % targets.length]!
    for (let turn = 0; !stopped; turn += 1) {
      const mark = `${target.kind}-${number}-${writer}-${turn}`
      attempted.add(mark)
      try {
        await client.call(createRecord, { tableId: target.tableId, values: valuesOf(target, mark, writer) })
        acknowledged.add(mark)
      } catch {
        // Refused by the kill: whether it happened is what the case finds out.
        if (!stopped) await new Promise((done) => setTimeout(done, 5))
      }
    }
  })
  await new Promise((done) => setTimeout(done, delay))
  process.kill(product.processId(), 'SIGKILL')
  stopped = true
  await Promise.all(working)
  return { acknowledged, attempted }
}

const writerColumns = new Map<string, string>()

function valuesOf(target: Target, mark: string, writer: number): Record<string, string | number> {
  return { [target.mark]: mark, [writerColumns.get(target.tableId)!]: writer }
}

/** Holds what is in the table against what was acknowledged and what the audit log says. */
function judge(
  target: Target,
  seen: { rows: Set<string>; entries: AuditEntry[]; acknowledged: Set<string>; attempted: Set<string> },
  problems: string[],
  counts: Record<string, number>,
): void {
  const outcomes = new Map<string, string[]>()
  for (const entry of seen.entries) {
    for (const record of entry.records) {
      const values = Object.values((record.after as Record<string, unknown> | undefined) ?? {})
      const mark = values.find((value) => typeof value === 'string' && value.startsWith(`${target.kind}-`)) as
        | string
        | undefined
      if (mark) outcomes.set(mark, [...(outcomes.get(mark) ?? []), entry.outcome])
    }
  }
  for (const mark of seen.attempted) {
    if (!mark.startsWith(`${target.kind}-`)) continue
    const [first, ...more] = outcomes.get(mark) ?? []
    const there = seen.rows.has(mark)
    const told = seen.acknowledged.has(mark)
    if (more.length > 0) problems.push(`${mark} has ${more.length + 1} audit entries`)
    if (told && !there) problems.push(`${mark} was acknowledged and is gone`)
    if (told && first !== 'done') problems.push(`${mark} was acknowledged; its audit entry says ${first}`)
    if (there && first !== 'done' && first !== 'unknown')
      problems.push(`${mark} is there; its audit entry says ${first}`)
    if (!there && first === 'done') problems.push(`${mark} is not there; its audit entry says done`)
    if (target.kind === 'managed' && first === 'unknown')
      problems.push(`${mark} is unknown in our own database`)
    if (first) counts[`${target.kind} ${first}`] = (counts[`${target.kind} ${first}`] ?? 0) + 1
  }
}

async function readEntries(client: Client, since: string): Promise<AuditEntry[]> {
  await client.call(showAuditState, {})
  const filter = { operation: createRecord.name, from: since }
  const entries: AuditEntry[] = []
  let before: string | undefined
  for (;;) {
    const page = await client.call(searchAudit, { filter, before, limit: 200 })
    entries.push(...page.entries)
    if (!page.more) return entries
    before = page.entries.at(-1)!.sequence
  }
}

async function readMarks(client: Client, target: Target, number: number): Promise<Set<string>> {
  const marks = new Set<string>()
  for (let offset = 0; ; offset += 10_000) {
    const answer = await client.call(queryRecords, {
      tableId: target.tableId,
      query: {
        select: [{ field: { column: target.mark } }],
        filter: { kind: 'startsWith', field: { column: target.mark }, value: `${target.kind}-${number}-` },
        sort: [{ field: { column: target.mark }, direction: 'ascending' }],
        page: { kind: 'offset', offset, limit: 10_000 },
      },
    })
    for (const [mark] of answer.rows) marks.add(String(mark))
    if (answer.rows.length < 10_000) return marks
  }
}

async function signInAs(product: Product): Promise<Client> {
  let token: string | null = null
  const client = createClient({ baseUrl: product.url, getToken: () => token })
  const answer = await client.call(signIn, {
    email: admin.FLEXOFFICE_ADMIN_EMAIL,
    password: admin.FLEXOFFICE_ADMIN_PASSWORD,
  })
  if (answer.status === 'signed_in') token = answer.accessToken
  return client
}

async function makeManagedTable(client: Client): Promise<Target> {
  const preview = await client.call(
    uploadFile,
    { fileName: 'orders.csv' },
    { body: 'mark,writer\nfirst,1\n' },
  )
  const columns = preview.columns.map(({ index, name, label, type }) => ({ index, name, label, type }))
  const started = await client.call(importUpload, {
    uploadId: preview.uploadId,
    tableLabel: 'Managed orders',
    columns,
  })
  const imported = await waitFor(async () => {
    const state = await client.call(showImport, { importId: started.id })
    if (state.state === 'failed') throw new Error(`the upload failed: ${state.problem}`)
    return state.state === 'done' ? state : undefined
  })
  return describeTarget(client, 'managed', imported.tableId!)
}

async function makeForeignTable(
  client: Client,
  port: number,
  login: { user: string; password: string; database: string },
): Promise<Target> {
  const { user, password, database } = login
  const source = await client.call(connectSource, {
    name: 'Foreign',
    connector: 'postgres',
    settings: { host: '127.0.0.1', port, database, user, password, tlsMode: 'disable' },
  })
  const { tables } = await client.call(listTables, {})
  return describeTarget(client, 'foreign', tables.find((table) => table.sourceId === source.id)!.id)
}

async function describeTarget(client: Client, kind: Target['kind'], tableId: string): Promise<Target> {
  const { columns } = await client.call(showTable, { tableId })
  const idOf = (name: string) => columns.find((column) => column.name === name)!.id
  writerColumns.set(tableId, idOf('writer'))
  return { kind, tableId, mark: idOf('mark') }
}

/** Processes of the system whose command line names the folder: the server, and the PostgreSQL servers under it. */
function countProcesses(folder: string): number {
  if (!existsSync('/proc')) return 0
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && commandOf(name).includes(folder)).length
}

function commandOf(processId: string): string {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
