import { defineFeature } from '../../core/feature.ts'
import { hearImportEnds } from '../sources/api.ts'
import { clearCompany, clearJob } from './clear-company.ts'
import { finishJob, finishOpening, goOnAfterImport } from './finish-opening.ts'
import { openSampleCompany } from './open-sample-company.ts'
import { removeSampleCompany } from './remove-sample-company.ts'
import { showSampleCompany, showSampleUses } from './show-sample-company.ts'

/** The sample company, for who wants to look around before they bring data of their own. */
export const samples = defineFeature({
  name: 'samples',
  migrations: new URL('./migrations/', import.meta.url),
  start: (runtime) => hearImportEnds(runtime, goOnAfterImport),
  jobs: { [finishJob]: finishOpening, [clearJob]: clearCompany },
  operations: [showSampleCompany, showSampleUses, openSampleCompany, removeSampleCompany],
})
