import { countGrants, explainAccess, listReaders, showTableAccess } from '@flexoffice/contract/access'
import { listCatalogue } from '@flexoffice/contract/catalogue'
import { ShieldCheck } from 'lucide-react'
import { defineWebFeature } from '../../core/registry.ts'

/** Who may see and do what with which table, and why. */
export const access = defineWebFeature({
  name: 'access',
  screens: [
    {
      path: '/access',
      titleKey: 'access.title',
      permission: 'access.manage',
      load: async () => (await import('./access-list-screen.tsx')).AccessListScreen,
    },
    {
      path: '/access/$tableId',
      titleKey: 'access.title',
      permission: 'access.explain',
      load: async () => (await import('./access-screen.tsx')).AccessScreen,
    },
  ],
  navigation: [
    {
      section: 'admin',
      labelKey: 'access.title',
      icon: ShieldCheck,
      path: '/access',
      permission: 'access.manage',
    },
  ],
  checklist: [
    {
      id: 'grant-access',
      stage: 'access',
      titleKey: 'access.checklist.title',
      descriptionKey: 'access.checklist.detail',
      path: '/access',
      permission: 'access.manage',
      isDone: async ({ call }) => (await call(countGrants, {})).count > 0,
    },
  ],
  events: [
    { name: 'access/grants-changed', invalidates: [showTableAccess, explainAccess, listReaders] },
    { name: 'catalogue/catalogue-changed', invalidates: [showTableAccess, listCatalogue, listReaders] },
    { name: 'people/person-changed', invalidates: [explainAccess, listReaders] },
  ],
})
