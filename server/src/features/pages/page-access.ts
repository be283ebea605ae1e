import { notFound } from '@flexoffice/base'
import type { Page } from '@flexoffice/contract/pages'
import type { Actor } from '../../core/actor.ts'
import { holds } from '../../core/actor.ts'
import type { PageRow } from './page-store.ts'

/** Editors open every page of their workspace, drafts included. */
export function mayEdit(actor: Actor): boolean {
  return holds(actor, 'pages.edit')
}

/** Readers open published pages that are shared with one of their roles, or with everybody. */
export function mayRead(actor: Actor, row: PageRow): boolean {
  if (row.removed_at || row.published_version === null) return false
  if (mayEdit(actor)) return true
  if (actor.kind !== 'person' || !holds(actor, 'pages.view')) return false
  return row.readers.length === 0 || row.readers.some((role) => actor.roles.includes(role))
}

/** Refuses to open a published page in the same words as one that is not there. */
export function checkMayRead(actor: Actor, row: PageRow | undefined): asserts row is PageRow {
  if (!row || !mayRead(actor, row)) throw notFound('a published page')
}

/** The page as answered: readers learn nothing of the draft, not even its title. */
export function toPage(actor: Actor, row: PageRow): Page {
  const edits = mayEdit(actor)
  const lives = edits && row.removed_at === null
  const shared = {
    id: row.id,
    slug: row.slug,
    icon: row.icon,
    publishedVersion: row.published_version,
    publishedAt: row.published_at?.toISOString() ?? null,
    abilities: { edit: lives, publish: lives, remove: lives },
  }
  if (!edits) {
    const updatedAt = (row.published_at ?? row.updated_at).toISOString()
    const title = row.published_title ?? row.title
    return { ...shared, title, readers: [], changed: false, updatedAt, updatedBy: null }
  }
  return {
    ...shared,
    title: row.title,
    readers: row.readers,
    changed: row.published_clock !== row.clock,
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
  }
}
