import { defineFeature } from '../../core/feature.ts'
import { changeRecords, createRecord, deleteRecord, updateRecord } from './change-records.ts'
import { listTables, showTable } from './describe-tables.ts'
import { exportSettings } from './export-limits.ts'
import { exportRecords } from './export-records.ts'
import { getRecord, listRecords } from './list-records.ts'
import { previewAccess } from './preview-access.ts'
import { queryRecords } from './query-records.ts'
import { settleWrites } from './settle-writes.ts'

/** The governed data path: every read and write of a table's rows goes through here, whoever asks. */
export const data = defineFeature({
  name: 'data',
  start: settleWrites,
  settings: exportSettings,
  operations: [
    listTables,
    showTable,
    queryRecords,
    listRecords,
    getRecord,
    exportRecords,
    createRecord,
    updateRecord,
    deleteRecord,
    changeRecords,
    previewAccess,
  ],
})
