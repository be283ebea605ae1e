import { listCatalogue } from '@flexoffice/contract/catalogue'
import { listImports, listSources, showImport } from '@flexoffice/contract/sources'
import { FileUp, Plug } from 'lucide-react'
import { defineWebFeature } from '../../core/registry.ts'

/** Where data comes from: connected databases and uploaded files. */
export const sources = defineWebFeature({
  name: 'sources',
  screens: [
    {
      path: '/data/sources',
      titleKey: 'sources.title',
      permission: 'sources.view',
      load: async () => (await import('./source-list-screen.tsx')).SourceListScreen,
    },
    {
      path: '/data/sources/connect',
      titleKey: 'sources.connect.title',
      permission: 'sources.connect',
      load: async () => (await import('./connect-screen.tsx')).ConnectScreen,
    },
    {
      path: '/data/sources/$sourceId',
      titleKey: 'sources.title',
      permission: 'sources.view',
      load: async () => (await import('./source-screen.tsx')).SourceScreen,
    },
    {
      path: '/data/imports/new',
      titleKey: 'sources.upload.title',
      permission: 'sources.upload',
      load: async () => (await import('./upload-screen.tsx')).UploadScreen,
    },
    {
      path: '/data/imports/again/$tableId',
      titleKey: 'sources.reload.title',
      permission: 'sources.upload',
      load: async () => (await import('./reload-screen.tsx')).ReloadScreen,
    },
    {
      path: '/data/imports',
      titleKey: 'sources.imports.title',
      permission: 'sources.upload',
      load: async () => (await import('./imports-screen.tsx')).ImportsScreen,
    },
  ],
  commands: [
    {
      id: 'connect-database',
      labelKey: 'sources.connect.title',
      icon: Plug,
      permission: 'sources.connect',
      run: ({ navigate }) => navigate('/data/sources/connect'),
    },
    {
      id: 'upload-file',
      labelKey: 'sources.upload.action',
      icon: FileUp,
      permission: 'sources.upload',
      run: ({ navigate }) => navigate('/data/imports/new'),
    },
  ],
  checklist: [
    {
      id: 'connect-database',
      stage: 'data',
      titleKey: 'sources.checklist.connect',
      descriptionKey: 'sources.checklist.connectDetail',
      path: '/data/sources/connect',
      permission: 'sources.connect',
      isDone: async ({ call }) =>
        (await call(listSources, {})).sources.some((source) => source.kind !== 'managed'),
    },
    {
      id: 'upload-file',
      stage: 'data',
      titleKey: 'sources.checklist.upload',
      descriptionKey: 'sources.checklist.uploadDetail',
      path: '/data/imports/new',
      permission: 'sources.upload',
      isDone: async ({ call }) =>
        (await call(listImports, {})).imports.some((entry) => entry.state === 'done'),
    },
  ],
  notices: [
    {
      permission: 'sources.upload',
      events: ['sources/import-progressed'],
      load: async () => (await import('./tell-imports.ts')).tellImports,
    },
    {
      permission: 'sources.view',
      events: ['sources/source-changed'],
      load: async () => (await import('./tell-sources.ts')).tellSources,
    },
  ],
  events: [
    { name: 'sources/source-changed', invalidates: [listSources, listCatalogue] },
    { name: 'catalogue/catalogue-changed', invalidates: [listSources, listCatalogue] },
    { name: 'sources/import-progressed', invalidates: [listImports, showImport] },
  ],
})
