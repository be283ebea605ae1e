import { AppError } from '@flexoffice/base'
import { openManagedPostgres } from '@flexoffice/connectors'
import type { ConnectionPool } from '@flexoffice/sdk/connector'
import { Secret } from '@flexoffice/sdk/connector'
import type { Runtime } from '../../core/runtime.ts'
import { perRuntime } from '../../core/runtime.ts'
import type { StoreConnection } from '../../core/store/management-store.ts'
import { tracePool } from '../../core/tracing/trace-pool.ts'
import { createDatabase } from './create-database.ts'
import type { WorkspaceDatabaseRow } from './database-store.ts'
import { markStructure, openPassword, readDatabaseRow, reserveNames } from './database-store.ts'
import { structureVersion } from './database-structure.ts'
import { relayJournal } from './workspace-journals.ts'

/** The database that belongs to a workspace, as its owner role: people reach it through FlexOffice only. */
export interface WorkspaceDatabase {
  connection: StoreConnection
  pool: ConnectionPool
}

const opened = perRuntime(
  () => new Map<string, Promise<WorkspaceDatabase>>(),
  async (databases) => {
    const settled = await Promise.allSettled(databases.values())
    await Promise.all(settled.map((one) => (one.status === 'fulfilled' ? one.value.pool.end() : undefined)))
  },
)

/** Opens the workspace's own database; the first need makes it. Refused where no server for such databases is set up. */
export function workspaceDatabase(runtime: Runtime, tenantId: string): Promise<WorkspaceDatabase> {
  const databases = opened(runtime)
  const present = databases.get(tenantId)
  if (present) return present
  const opening = open(runtime, tenantId)
  databases.set(tenantId, opening)
  // A failure is not kept: the next need tries again.
  opening.catch(() => databases.delete(tenantId))
  return opening
}

async function open(runtime: Runtime, tenantId: string): Promise<WorkspaceDatabase> {
  const server = runtime.tenantsServer
  if (!server) throw noServer()
  const kept = await readDatabaseRow(runtime, tenantId)
  const row = kept?.structure_version === structureVersion ? kept : await make(runtime, server, tenantId)
  const password = openPassword(runtime, tenantId, 'owner', row.owner_password)
  const connection = { ...server, database: row.database_name, user: row.owner_name, password }
  const { host: address, port, database, user } = connection
  const pool = openManagedPostgres({ address, port, database, user, password: new Secret(password) })
  return { connection, pool: tracePool(runtime.tracing, pool, {}) }
}

async function make(
  runtime: Runtime,
  server: StoreConnection,
  tenantId: string,
): Promise<WorkspaceDatabaseRow> {
  const row = await reserveNames(runtime, tenantId)
  const relayPassword = openPassword(runtime, tenantId, 'relay', row.relay_password)
  await createDatabase(server, {
    database: row.database_name,
    owner: row.owner_name,
    ownerPassword: openPassword(runtime, tenantId, 'owner', row.owner_password),
    relay: row.relay_name,
    relayPassword,
  })
  await markStructure(runtime, tenantId, structureVersion)
  relayJournal(runtime, tenantId, {
    ...server,
    database: row.database_name,
    user: row.relay_name,
    password: relayPassword,
  })
  return row
}

function noServer(): AppError {
  return new AppError('unavailable', {
    public:
      'This installation has no server for workspace databases, so tables cannot be made here. Connect a database of your own, or ask the operator to set one up.',
    reason: 'no_workspace_database',
  })
}
