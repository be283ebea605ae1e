import type { AuditFilter } from '@flexoffice/contract/audit'
import { exportAudit } from '@flexoffice/contract/audit'
import { Button, showToast } from '@flexoffice/ui'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { downloadCsv } from '../../core/session/download.ts'

/** Downloads what the filters find as CSV. */
export function ExportButton({ filter }: { filter: AuditFilter }) {
  const { t } = useMessages()
  const [busy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    try {
      await downloadCsv(exportAudit, { filter })
    } catch {
      showToast({ title: t('audit.exportFailed'), tone: 'danger' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button icon={Download} busy={busy} onClick={() => void download()}>
      {t('audit.export')}
    </Button>
  )
}
