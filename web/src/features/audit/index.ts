import { ScrollText } from 'lucide-react'
import { defineWebFeature } from '../../core/registry.ts'

/** Who did what, when and from where. */
export const audit = defineWebFeature({
  name: 'audit',
  screens: [
    {
      path: '/audit',
      titleKey: 'audit.title',
      permission: 'audit.read',
      load: async () => (await import('./audit-screen.tsx')).AuditScreen,
    },
  ],
  notices: [
    {
      permission: 'audit.read',
      events: ['data/records-changed'],
      // Records change all the time, and a source is seldom lost meanwhile.
      waitSeconds: 30,
      load: async () => (await import('./tell-unknown-outcomes.ts')).tellUnknownOutcomes,
    },
  ],
  navigation: [
    { section: 'admin', labelKey: 'audit.title', icon: ScrollText, path: '/audit', permission: 'audit.read' },
  ],
})
