import type { AuditFilter } from '@flexoffice/contract/audit'
import * as contract from '@flexoffice/contract/audit'
import { Button, showToast } from '@flexoffice/ui'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { accessToken, refreshSession } from '../../core/session/session.ts'

/** Downloads what the filters find as CSV. */
export function ExportButton({ filter }: { filter: AuditFilter }) {
  const { t } = useMessages()
  const [busy, setBusy] = useState(false)
  const download = async () => {
    setBusy(true)
    try {
      let answer = await request(filter)
      if (answer.status === 401 && (await refreshSession())) answer = await request(filter)
      if (!answer.ok) throw new Error(String(answer.status))
      const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1]
      save(await answer.blob(), name ?? 'audit.csv')
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

function request(filter: AuditFilter): Promise<Response> {
  const { method, path } = contract.exportAudit.http
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${accessToken()}` }
  return fetch(path, { method, headers, body: JSON.stringify({ filter }) })
}

function save(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
