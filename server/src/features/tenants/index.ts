import { defineFeature } from '../../core/feature.ts'

/** Workspaces: who is apart from whom. */
export const tenants = defineFeature({
  name: 'tenants',
  operations: [],
  migrations: new URL('./migrations/', import.meta.url),
})
