import { sampleCompanyChanged, showSampleCompany } from '@flexoffice/contract/samples'
import { Store } from 'lucide-react'
import { loadWords } from '../../core/i18n/languages.ts'
import { defineWebFeature } from '../../core/registry.ts'

/** The sample company: a way to look around before there is data of one's own. */
export const samples = defineWebFeature({
  name: 'samples',
  screens: [
    {
      path: '/data/sample-company',
      titleKey: 'samples.title',
      permission: 'pages.edit',
      load: async () => (await import('./sample-screen.tsx')).SampleScreen,
    },
  ],
  home: [
    {
      isFirst: true,
      permission: 'pages.edit',
      load: async () => {
        await loadWords(['features/samples'])
        return (await import('./home-beginning.tsx')).HomeBeginning
      },
    },
  ],
  commands: [
    {
      id: 'sample-company',
      labelKey: 'samples.title',
      icon: Store,
      permission: 'pages.edit',
      run: ({ navigate }) => navigate('/data/sample-company'),
    },
  ],
  notices: [
    {
      permission: 'pages.edit',
      events: [sampleCompanyChanged.name],
      load: async () => (await import('./tell-company.ts')).tellCompany,
    },
  ],
  events: [{ name: sampleCompanyChanged.name, invalidates: [showSampleCompany] }],
})
