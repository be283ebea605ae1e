import { defineFeature } from '../../core/feature.ts'

/** Reading uploaded spreadsheets; other features use it through api.ts. */
export const files = defineFeature({ name: 'files', operations: [] })
