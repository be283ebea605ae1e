import pg from 'pg'
import type { Runtime } from '../../core/runtime.ts'
import { perRuntime } from '../../core/runtime.ts'
import type { StoreConnection } from '../../core/store/management-store.ts'
import { openPassword } from './database-store.ts'

const journals = perRuntime(
  () => new Map<string, pg.Pool>(),
  async (pools) => void (await Promise.all([...pools.values()].map((pool) => pool.end()))),
)

/** Hands the journal of a workspace's database to the relay, once. */
export function relayJournal(runtime: Runtime, tenantId: string, connection: StoreConnection): void {
  const pools = journals(runtime)
  if (pools.has(tenantId)) return
  const pool = new pg.Pool({
    ...connection,
    max: 1,
    connectionTimeoutMillis: 10_000,
    application_name: 'FlexOffice relay',
  })
  // A connection lost while idle is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {})
  pools.set(tenantId, pool)
  runtime.onStop(() => runtime.relay.removeSource(sourceName(tenantId)))
  runtime.relay.addSource({ name: sourceName(tenantId), tenantId, pool })
}

/** At start: the journals of all workspaces that have a database; later also those that another node makes. */
export async function relayAllJournals(runtime: Runtime): Promise<void> {
  if (!runtime.tenantsServer) return
  await relayKept(runtime, null)
  const forget = runtime.epochs.subscribe((scope) => {
    if (!scope.policies || journals(runtime).has(scope.tenantId)) return
    const tenantId = scope.tenantId === '*' ? null : scope.tenantId
    relayKept(runtime, tenantId).catch((error) =>
      runtime.log.warn({ err: error }, 'journals of workspace databases could not be looked up'),
    )
  })
  runtime.onStop(() => void forget())
}

interface JournalRow {
  tenant_id: string
  database_name: string
  relay_name: string
  relay_password: string
}

async function relayKept(runtime: Runtime, tenantId: string | null): Promise<void> {
  const rows = await runtime.store.gate<JournalRow>('databases.gate_list_journals', tenantId)
  for (const row of rows) {
    relayJournal(runtime, row.tenant_id, {
      ...runtime.tenantsServer!,
      database: row.database_name,
      user: row.relay_name,
      password: openPassword(runtime, row.tenant_id, 'relay', row.relay_password),
    })
  }
}

function sourceName(tenantId: string): string {
  return `workspace ${tenantId}`
}
