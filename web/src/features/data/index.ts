import { listRecords, listTables, showTable } from '@flexoffice/contract/data'
import { FileUp, Server, Table2 } from 'lucide-react'
import { defineWebFeature } from '../../core/registry.ts'
import { client } from '../../core/session/client.ts'

/** Tables as people work with them: lists, the grid, records. */
export const data = defineWebFeature({
  name: 'data',
  screens: [
    {
      path: '/data/tables',
      titleKey: 'data.tables.title',
      permission: 'data.use',
      load: async () => (await import('./table-list-screen.tsx')).TableListScreen,
    },
    {
      path: '/data/tables/$tableId',
      titleKey: 'data.table',
      permission: 'data.use',
      load: async () => (await import('./table-screen.tsx')).TableScreen,
    },
  ],
  // Tables are what most people come for, so the places of sources stand below them.
  navigation: [
    {
      section: 'data',
      labelKey: 'data.tables.title',
      icon: Table2,
      path: '/data/tables',
      permission: 'data.use',
    },
    {
      section: 'data',
      labelKey: 'sources.title',
      icon: Server,
      path: '/data/sources',
      permission: 'sources.view',
    },
    {
      section: 'data',
      labelKey: 'sources.imports.title',
      icon: FileUp,
      path: '/data/imports',
      permission: 'sources.upload',
    },
  ],
  searchers: [{ labelKey: 'data.tables.title', permission: 'data.use', find: findTables }],
  events: [
    { name: 'catalogue/catalogue-changed', invalidates: [listTables, showTable] },
    { name: 'access/grants-changed', invalidates: [listTables, showTable, listRecords] },
    { name: 'sources/source-changed', invalidates: [listTables] },
  ],
})

async function findTables(query: string, signal: AbortSignal) {
  const { tables } = await client.call(listTables, {}, { signal })
  const words = plain(query).split(/\s+/)
  return tables
    .filter((table) => words.every((word) => plain(`${table.label} ${table.name}`).includes(word)))
    .slice(0, 8)
    .map((table) => ({
      id: table.id,
      label: table.label,
      detail: table.sourceName,
      icon: Table2,
      path: `/data/tables/${table.id}`,
    }))
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
