import type { Runtime } from '../runtime.ts'
import { perRuntime } from '../runtime.ts'
import type { Database } from './management-store.ts'

/** How a tenant's snapshot is read: a cheap version first, everything only when the version moved. */
export interface SnapshotSource<Snapshot> {
  readVersion(database: Database): Promise<string>
  load(database: Database, tenantId: string, version: string): Promise<Snapshot>
}

export interface TenantSnapshot<Snapshot> {
  /** From memory, or from the store in a transaction of its own. */
  get(runtime: Runtime, tenantId: string): Snapshot | Promise<Snapshot>
  /** As the caller's transaction sees it. What may yet be rolled back is not kept. */
  read(runtime: Runtime, database: Database, tenantId: string): Promise<Snapshot>
}

interface Kept<Snapshot> {
  version: string
  snapshot: Snapshot
  /** The count of changes heard for the tenant when the version was last compared. */
  comparedAt: number
}

const maximumTenants = 5_000

/**
 * Keeps what decides about a tenant's data in memory. A change told by the epochs makes the next use compare versions with
 * the store; while the epochs are not fresh, every use does. The same version keeps the same objects.
 */
export function tenantSnapshot<Snapshot>(source: SnapshotSource<Snapshot>): TenantSnapshot<Snapshot> {
  const stateOf = perRuntime((runtime) => openState(runtime, source))
  return {
    get: (runtime, tenantId) => stateOf(runtime).get(tenantId),
    read: (runtime, database, tenantId) => stateOf(runtime).read(database, tenantId),
  }
}

function openState<Snapshot>(runtime: Runtime, source: SnapshotSource<Snapshot>) {
  const kept = new Map<string, Kept<Snapshot>>()
  const comparing = new Map<string, { heard: number; result: Promise<Snapshot> }>()
  const changes = new Map<string, number>()
  let everywhere = 0
  const unsubscribe = runtime.epochs.subscribe((scope) => {
    if (!scope.policies) return
    if (scope.tenantId === '*') everywhere += 1
    else changes.set(scope.tenantId, (changes.get(scope.tenantId) ?? 0) + 1)
  })
  runtime.onStop(unsubscribe)
  const heardOf = (tenantId: string) => everywhere + (changes.get(tenantId) ?? 0)

  async function compare(tenantId: string, heard: number): Promise<Snapshot> {
    return runtime.store.lookUp(tenantId, async (database) => {
      const version = await source.readVersion(database)
      const present = kept.get(tenantId)
      const snapshot =
        present?.version === version ? present.snapshot : await source.load(database, tenantId, version)
      if (!present && kept.size >= maximumTenants) kept.delete(kept.keys().next().value as string)
      kept.set(tenantId, { version, snapshot, comparedAt: heard })
      return snapshot
    })
  }

  return {
    async read(database: Database, tenantId: string): Promise<Snapshot> {
      const version = await source.readVersion(database)
      const present = kept.get(tenantId)
      return present?.version === version ? present.snapshot : source.load(database, tenantId, version)
    },
    get(tenantId: string): Snapshot | Promise<Snapshot> {
      const present = kept.get(tenantId)
      const heard = heardOf(tenantId)
      const fresh = runtime.epochs.isFresh()
      if (present && present.comparedAt === heard && fresh) return present.snapshot
      const running = comparing.get(tenantId)
      // One look at the store serves all who came before anything new was heard; without epochs each looks itself.
      if (running && running.heard === heard && fresh) return running.result
      const result = compare(tenantId, heard).finally(() => {
        if (comparing.get(tenantId)?.result === result) comparing.delete(tenantId)
      })
      comparing.set(tenantId, { heard, result })
      return result
    },
  }
}
