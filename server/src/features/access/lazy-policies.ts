import type { CompiledPolicy } from '@flexoffice/query'
import type { KnownTable } from '../catalogue/api.ts'
import type { StoredGrant } from './stored-grant.ts'
import type { RightsHolder } from './table-policy.ts'
import { policyOf } from './table-policy.ts'

/** Compiles the policy of a table at its first look-up. */
export class LazyPolicies extends Map<string, CompiledPolicy> {
  readonly #known: ReadonlyMap<string, KnownTable>
  readonly #grants: ReadonlyMap<string, StoredGrant[]>
  readonly #holder: RightsHolder

  constructor(
    known: ReadonlyMap<string, KnownTable>,
    grants: ReadonlyMap<string, StoredGrant[]>,
    holder: RightsHolder,
  ) {
    super()
    this.#known = known
    this.#grants = grants
    this.#holder = holder
  }

  override get(tableId: string): CompiledPolicy | undefined {
    const present = super.get(tableId)
    if (present !== undefined) return present
    const known = this.#known.get(tableId)
    if (known === undefined) return undefined
    const policy = policyOf(known, this.#grants.get(tableId) ?? [], this.#holder)
    super.set(tableId, policy)
    return policy
  }
}
