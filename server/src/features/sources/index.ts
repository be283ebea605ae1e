import { defineFeature } from '../../core/feature.ts'
import { changeSource } from './change-source.ts'
import { checkSource } from './check-source.ts'
import { chooseTables } from './choose-tables.ts'
import { connectSource } from './connect-source.ts'
import { importUpload } from './import-upload.ts'
import { listSourceTables, showTableUses } from './list-source-tables.ts'
import { listSources } from './list-sources.ts'
import { maintainSources, removeUpload } from './maintain-sources.ts'
import { cancelImport, listImports, showImport } from './manage-imports.ts'
import { previewUpload } from './preview-upload.ts'
import { refreshSource } from './refresh-source.ts'
import { removeSource } from './remove-source.ts'
import { runImport } from './run-import.ts'
import { testConnection } from './test-connection.ts'
import { uploadFile } from './upload-file.ts'
import { uploadSettings } from './upload-settings.ts'
import { dropUploadedTable } from './uploaded/drop-table.ts'
import { previewReload } from './uploaded/preview-reload.ts'
import { reloadTable } from './uploaded/reload-table.ts'
import { listUploadedTables, showUploadedTable } from './uploaded/show-uploaded-tables.ts'

/** Where the tables of a workspace come from: connected databases, and files loaded into its own. */
export const sources = defineFeature({
  name: 'sources',
  migrations: new URL('./migrations/', import.meta.url),
  settings: uploadSettings,
  start: maintainSources,
  jobs: {
    'sources/import-upload': runImport,
    'sources/check-source': checkSource,
    'sources/remove-upload': removeUpload,
  },
  operations: [
    listSources,
    testConnection,
    connectSource,
    changeSource,
    removeSource,
    refreshSource,
    listSourceTables,
    showTableUses,
    chooseTables,
    uploadFile,
    previewUpload,
    importUpload,
    showImport,
    listImports,
    cancelImport,
    listUploadedTables,
    showUploadedTable,
    previewReload,
    reloadTable,
    dropUploadedTable,
  ],
})
