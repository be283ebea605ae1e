import { listCatalogue, showCatalogueTable } from '@flexoffice/contract/catalogue'
import { Waypoints } from 'lucide-react'
import { defineWebFeature } from '../../core/registry.ts'
import { client } from '../../core/session/client.ts'
import { matchesWords } from './matches-words.ts'

/** The structure of tables: what people call their parts, and the relations between them. */
export const catalogue = defineWebFeature({
  name: 'catalogue',
  screens: [
    {
      path: '/data/tables/$tableId/structure',
      titleKey: 'catalogue.structure',
      load: async () => (await import('./structure-screen.tsx')).StructureScreen,
    },
  ],
  searchers: [{ labelKey: 'catalogue.structure', permission: 'sources.connect', find: findStructures }],
  events: [
    { name: 'catalogue/catalogue-changed', invalidates: [showCatalogueTable, listCatalogue] },
    { name: 'sources/source-changed', invalidates: [showCatalogueTable, listCatalogue] },
  ],
})

async function findStructures(query: string, signal: AbortSignal) {
  const { tables } = await client.call(listCatalogue, {}, { signal })
  return tables
    .filter((table) => matchesWords(`${table.label} ${table.schema}.${table.name}`, query))
    .slice(0, 5)
    .map((table) => ({
      id: `structure ${table.id}`,
      label: table.label,
      detail: `${table.schema}.${table.name}`,
      icon: Waypoints,
      path: `/data/tables/${table.id}/structure`,
    }))
}
