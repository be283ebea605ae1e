import * as contract from '@flexoffice/contract/access'
import { operation } from '../../core/operation.ts'
import { findHolders, groupHolders, readRoles } from '../people/api.ts'
import { openGrantable } from './grant-parts.ts'
import { listGrants } from './grant-store.ts'
import { rightsTeller } from './told-rights.ts'

/**
 * Lists who can see a table, or who cannot. Rights are decided once for each set of roles that people hold, and for whoever
 * brought the table in; the store then pages through the people of the groups that are asked for.
 */
export const listReaders = operation(contract.listReaders, {
  allow: 'access.explain',
  audit: 'batched',
  async run(ctx, { tableId, who, search, limit, offset }) {
    const { known, context } = await openGrantable(ctx, tableId)
    const { label, sensitive, name, createdBy } = known.table
    const tell = rightsTeller(known, await listGrants(ctx.db, tableId), context, await readRoles(ctx.db))
    const filter = { search, apart: createdBy }
    const groups = (await groupHolders(ctx.db, filter)).map((group) => ({
      ...group,
      reads: tell({ personId: group.apart ? createdBy : null, roles: group.roles }).reads,
    }))
    const count = (reads: boolean) =>
      groups.reduce((sum, group) => (group.reads === reads ? sum + group.people : sum), 0)
    const asked = groups.filter(({ reads }) => reads === (who === 'readers')).map(({ key }) => key)
    const holders = await findHolders(ctx.db, { ...filter, groups: asked }, { limit, offset })
    ctx.record({ object: { type: 'table', id: tableId, name }, detail: { who } })
    return {
      table: { id: tableId, label, sensitive },
      columns: known.columns.map((column) => ({ id: column.id, label: column.label })),
      people: holders.map((person) => {
        const { reads: _, ...rights } = tell({ personId: person.id, roles: person.roles })
        return { person, ...rights }
      }),
      counts: { readers: count(true), others: count(false) },
    }
  },
})
