import { defineFeature } from '../../core/feature.ts'
import { describeTable } from './describe-table.ts'
import { listCatalogue, showCatalogueTable } from './list-catalogue.ts'
import { removeRelation, saveRelation } from './relations.ts'

/** The tables of a workspace wherever they are: stable ids over renames, labels, relations. Structure only, no rows. */
export const catalogue = defineFeature({
  name: 'catalogue',
  migrations: new URL('./migrations/', import.meta.url),
  operations: [listCatalogue, showCatalogueTable, describeTable, saveRelation, removeRelation],
})
