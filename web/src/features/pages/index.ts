import * as contract from '@flexoffice/contract/pages'
import { AppWindow, FilePlus2, LayoutDashboard } from 'lucide-react'
import { defineWebFeature } from '../../core/registry.ts'
import { client } from '../../core/session/client.ts'

/** Pages: their list, the viewer of published ones, and the editor. */
export const pages = defineWebFeature({
  name: 'pages',
  screens: [
    {
      path: '/pages',
      titleKey: 'pages.title',
      permission: 'pages.view',
      // Names of roles belong to those who may open a page.
      words: ['features/pages/list', 'features/people/words'],
      load: async () => (await import('./list/pages-screen.tsx')).PagesScreen,
    },
    {
      path: '/pages/$pageId',
      titleKey: 'pages.viewer.title',
      permission: 'pages.view',
      words: [],
      load: async () => (await import('./viewer/viewer-screen.tsx')).ViewerScreen,
    },
    {
      path: '/pages/$pageId/edit',
      titleKey: 'pages.title',
      permission: 'pages.edit',
      frame: 'bare',
      load: async () => (await import('./editor/editor-screen.tsx')).EditorScreen,
    },
  ],
  navigation: [
    {
      section: 'pages',
      labelKey: 'pages.all',
      icon: AppWindow,
      path: '/pages',
      exact: true,
      permission: 'pages.view',
    },
  ],
  sidebar: [
    {
      section: 'pages',
      permission: 'pages.view',
      load: async () => (await import('./list/sidebar-pages.tsx')).SidebarPages,
    },
  ],
  home: [{ permission: 'pages.view', load: async () => (await import('./list/home-pages.tsx')).HomePages }],
  commands: [
    {
      id: 'new-page',
      labelKey: 'pages.create.title',
      icon: FilePlus2,
      permission: 'pages.edit',
      run: ({ navigate }) => navigate('/pages?create=true'),
    },
  ],
  searchers: [
    {
      labelKey: 'pages.title',
      permission: 'pages.view',
      async find(query, signal) {
        const wanted = query.toLowerCase()
        const found = await client.call(contract.listPages, {}, { signal })
        return found.pages
          .filter(({ title }) => title.toLowerCase().includes(wanted))
          .slice(0, 8)
          .map(({ id, title, publishedVersion }) => ({
            id,
            label: title,
            icon: LayoutDashboard,
            path: publishedVersion === null ? `/pages/${id}/edit` : `/pages/${id}`,
          }))
      },
    },
  ],
  checklist: [
    {
      id: 'create-page',
      stage: 'build',
      titleKey: 'pages.checklist.create',
      descriptionKey: 'pages.checklist.createDetail',
      path: '/pages?create=true',
      permission: 'pages.edit',
      isDone: async ({ call }) => (await call(contract.listPages, {})).pages.length > 0,
    },
    {
      id: 'publish-page',
      stage: 'publish',
      titleKey: 'pages.checklist.publish',
      descriptionKey: 'pages.checklist.publishDetail',
      path: '/pages',
      permission: 'pages.edit',
      isDone: async ({ call }) =>
        (await call(contract.listPages, {})).pages.some(({ publishedVersion }) => publishedVersion !== null),
    },
  ],
  events: [
    { name: contract.pageChanged.name, invalidates: [contract.listPages] },
    {
      name: contract.pagePublished.name,
      invalidates: [contract.listPages, contract.showPublishedPage, contract.listPageVersions],
    },
  ],
})
