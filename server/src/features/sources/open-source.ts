import { notFound } from '@flexoffice/base'
import { postgresConnector } from '@flexoffice/connectors'
import type { ConnectionPool } from '@flexoffice/sdk/connector'
import type { Runtime } from '../../core/runtime.ts'
import { perRuntime } from '../../core/runtime.ts'
import { tracePool } from '../../core/tracing/trace-pool.ts'
import { workspaceDatabase } from '../databases/api.ts'
import { connectorContext } from './source-network.ts'
import { openSettings } from './source-settings.ts'
import type { SourceRow } from './source-store.ts'
import { findSource } from './source-store.ts'

/** A source, ready for statements. */
export interface OpenSource {
  pool: ConnectionPool
  dialect: 'postgres'
  /** The workspace's own database, where a journal row goes with every change. */
  managed: boolean
  readOnly: boolean
  name: string
}

interface Entry {
  version: number
  source: OpenSource
  /** Something of the tenant changed: the row is to be read again before the next use. */
  doubted: boolean
}

interface Pools {
  entries: Map<string, Promise<Entry>>
  forget: () => void
}

const pools = perRuntime(startPools, async ({ entries, forget }) => {
  forget()
  await Promise.all([...entries.values()].map((opening) => opening.then(closeEntry, () => {})))
})

/** Opens a source of the tenant: from memory while nothing changed, else as the store has it now. Removed = notFound. */
export async function openSource(runtime: Runtime, tenantId: string, sourceId: string): Promise<OpenSource> {
  const { entries } = pools(runtime)
  const key = `${tenantId}/${sourceId}`
  const present = entries.get(key)
  if (!present) return (await keep(entries, key, open(runtime, tenantId, sourceId, null))).source
  const entry = await present
  if (!entry.doubted && runtime.epochs.isFresh()) return entry.source
  // Others who come meanwhile wait for the same look at the store.
  if (entries.get(key) !== present) return openSource(runtime, tenantId, sourceId)
  return (await keep(entries, key, open(runtime, tenantId, sourceId, entry))).source
}

async function keep(entries: Pools['entries'], key: string, opening: Promise<Entry>): Promise<Entry> {
  entries.set(key, opening)
  opening.catch(() => {
    if (entries.get(key) === opening) entries.delete(key)
  })
  return opening
}

async function open(
  runtime: Runtime,
  tenantId: string,
  sourceId: string,
  before: Entry | null,
): Promise<Entry> {
  let row: SourceRow
  try {
    row = await runtime.store.lookUp(tenantId, (db) => findSource(db, sourceId))
  } catch (error) {
    if (before) void closeEntry(before)
    throw error
  }
  if (before?.version === row.version) {
    return { ...before, source: { ...before.source, name: row.name }, doubted: false }
  }
  if (before) void closeEntry(before)
  return { version: row.version, source: await openRow(runtime, tenantId, row), doubted: false }
}

async function openRow(runtime: Runtime, tenantId: string, row: SourceRow): Promise<OpenSource> {
  const shared = { dialect: 'postgres', name: row.name } as const
  const about = { sourceId: row.id }
  if (row.kind === 'managed') {
    const { pool } = await workspaceDatabase(runtime, tenantId)
    return { ...shared, pool: tracePool(runtime.tracing, pool, about), managed: true, readOnly: false }
  }
  const settings = openSettings(runtime.keys, row)
  if (settings.host === '') throw notFound(`settings of source ${row.id}`)
  const pool = postgresConnector.open(settings, await connectorContext(runtime))
  return {
    ...shared,
    pool: tracePool(runtime.tracing, pool, about),
    managed: false,
    readOnly: settings.readOnly,
  }
}

function startPools(runtime: Runtime): Pools {
  const entries: Pools['entries'] = new Map()
  const forget = runtime.epochs.subscribe((scope) => {
    if (!scope.policies) return
    for (const [key, opening] of entries) {
      if (scope.tenantId !== '*' && !key.startsWith(`${scope.tenantId}/`)) continue
      void opening.then(
        (entry) => {
          entry.doubted = true
        },
        () => {},
      )
    }
  })
  return { entries, forget: () => void forget() }
}

/** The workspace's own pool belongs to whoever opened it; connected ones end with their last statement. */
async function closeEntry({ source }: Entry): Promise<void> {
  if (!source.managed) await source.pool.end().catch(() => {})
}
