import { defineWebFeature } from '../../core/registry.ts'

/** The documentation of the API, made from the contract and shown in the product. Help leads here. */
export const apiDocs = defineWebFeature({
  name: 'api-docs',
  screens: [
    {
      path: '/api/docs',
      titleKey: 'apiDocs.title',
      load: async () => (await import('./api-docs-screen.tsx')).ApiDocsScreen,
    },
  ],
})
