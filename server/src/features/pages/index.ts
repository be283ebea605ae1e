import { pageLivePath } from '@flexoffice/contract/page-live'
import { defineFeature } from '../../core/feature.ts'
import { tellRoleUses } from '../people/api.ts'
import { tellTableUses } from '../sources/api.ts'
import { findSharedPages, findUses } from './find-uses.ts'
import { listRelationUses } from './list-relation-uses.ts'
import { servePageSocket } from './live/live-pages.ts'
import { maximumEditors } from './live/live-settings.ts'
import { bringBackPage, changePage, createPage, listPages, removePage, showPage } from './manage-pages.ts'
import { listPageVersions, restorePageVersion, showPageVersion } from './page-versions.ts'
import { publishPage, unpublishPage } from './publish-page.ts'
import { purgeJob, purgeRemovedPage } from './purge-page.ts'
import { runPageQuery } from './run-page-query.ts'
import { showPublishedPage } from './show-published-page.ts'

/** Pages: drafts that people edit together, versions, and what readers see. */
export const pages = defineFeature({
  name: 'pages',
  migrations: new URL('./migrations/', import.meta.url),
  settings: [maximumEditors],
  start(runtime) {
    tellTableUses(runtime, findPages)
    tellRoleUses(runtime, { find: findSharedPages })
  },
  sockets: [{ path: pageLivePath, connect: servePageSocket }],
  jobs: { [purgeJob]: purgeRemovedPage },
  operations: [
    listPages,
    createPage,
    changePage,
    removePage,
    bringBackPage,
    showPage,
    showPublishedPage,
    publishPage,
    unpublishPage,
    listPageVersions,
    showPageVersion,
    restorePageVersion,
    runPageQuery,
    listRelationUses,
  ],
})

/** What sources tell of a table before it is dropped. */
async function findPages(...[db, actor, tableId]: Parameters<typeof findUses>) {
  const { pages, hidden } = await findUses(db, actor, tableId)
  return { pages: pages.map(({ id, title }) => ({ id, title })), otherPages: hidden }
}
