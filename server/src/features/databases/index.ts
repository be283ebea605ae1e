import { defineFeature } from '../../core/feature.ts'
import { relayAllJournals } from './workspace-journals.ts'

/** The database that each workspace has of its own, made when it is first needed. */
export const databases = defineFeature({
  name: 'databases',
  migrations: new URL('./migrations/', import.meta.url),
  operations: [],
  start: relayAllJournals,
})
