import { newId } from '@flexoffice/base'
import type { Database } from '../../core/store/management-store.ts'
import { sourceTables } from './source-store.ts'

const managedName = 'Workspace database'

/** The id of the source that is the workspace's own database; its row is made with the first table in it. */
export async function ensureManagedSource(db: Database, tenantId: string): Promise<string> {
  const find = () =>
    sourceTables(db)
      .selectFrom('sources.source')
      .select('id')
      .where('kind', '=', 'managed')
      .executeTakeFirst()
  const present = await find()
  if (present) return present.id
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? managedName : `${managedName} ${number}`
    await sourceTables(db)
      .insertInto('sources.source')
      .values({
        id: newId(),
        tenant_id: tenantId,
        name,
        kind: 'managed',
        settings: '{}' as never,
        secrets: null,
        chosen_tables: null,
        fingerprint: null,
        created_by: null,
        last_checked_at: null,
        last_problem: null,
      })
      // Either another import made it meanwhile, or a person took the name.
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const made = await find()
    if (made) return made.id
  }
}
