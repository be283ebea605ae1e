import { defineFeature } from '../../core/feature.ts'
import { exportAccessReport } from './export-access-report.ts'
import { exportAudit } from './export-audit.ts'
import { countNewEntries, listAuditTerms, searchAudit } from './search-audit.ts'
import { showAuditState } from './show-audit-state.ts'

/** The audit log: search, export and verification. Its entries are written by the core's journal and relay. */
export const audit = defineFeature({
  name: 'audit',
  operations: [searchAudit, countNewEntries, exportAudit, exportAccessReport, listAuditTerms, showAuditState],
})
