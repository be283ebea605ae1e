import { showTableAccess } from '@flexoffice/contract/access'
import { listCatalogue } from '@flexoffice/contract/catalogue'
import type { Client } from '@flexoffice/sdk/client'

/** In a new workspace, whose first steps this is for, the grant is on one of the first tables or nowhere. */
const looked = 20

/** Whether any role was granted a table; asks until it finds one. */
export async function hasGrants(call: Client['call']): Promise<boolean> {
  const { tables } = await call(listCatalogue, {})
  for (const { id } of tables.slice(0, looked))
    if ((await call(showTableAccess, { tableId: id })).grants.length > 0) return true
  return false
}
