import { listSettings } from '@flexoffice/contract/settings'
import { SlidersHorizontal } from 'lucide-react'
import { defineWebFeature } from '../../core/registry.ts'

/** The settings of the workspace. */
export const settings = defineWebFeature({
  name: 'settings',
  screens: [
    {
      path: '/admin/settings',
      titleKey: 'settings.title',
      permission: 'settings.manage',
      load: async () => (await import('./settings-screen.tsx')).SettingsScreen,
    },
  ],
  navigation: [
    {
      section: 'admin',
      labelKey: 'settings.title',
      icon: SlidersHorizontal,
      path: '/admin/settings',
      permission: 'settings.manage',
    },
  ],
  events: [{ name: 'settings/setting-changed', invalidates: [listSettings] }],
})
