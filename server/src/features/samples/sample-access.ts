import { forbidden } from '@flexoffice/base'
import { holds } from '../../core/actor.ts'
import type { Context } from '../../core/context.ts'
import { governsTable, loaderOf } from '../sources/api.ts'
import type { CompanyRow } from './sample-store.ts'

/** The sample company is tables that are loaded and a page that is built, so it takes the rights for both. */
export function mayBuild({ actor }: Pick<Context, 'actor'>): boolean {
  return holds(actor, 'sources.upload') && holds(actor, 'pages.edit')
}

/** Refuses whoever lacks one of the two, and names it. */
export function buildersOnly(ctx: Context): void {
  if (mayBuild(ctx)) return
  throw forbidden(holds(ctx.actor, 'sources.upload') ? 'pages.edit' : 'sources.upload')
}

/**
 * Whether somebody may take the company away: whoever opened it and those who govern data, as long as they govern each of
 * its tables.
 */
export function governsCompany(
  ctx: Pick<Context, 'actor'>,
  { person_id }: Pick<CompanyRow, 'person_id'>,
  tables: readonly Parameters<typeof governsTable>[1][],
): boolean {
  if (!mayBuild(ctx)) return false
  const loader = loaderOf(ctx.actor)
  const isTheirs = loader.personId === person_id || loader.permissions.has('access.manage')
  return isTheirs && tables.every((table) => governsTable(loader, table))
}
