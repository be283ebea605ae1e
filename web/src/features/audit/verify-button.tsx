import * as contract from '@flexoffice/contract/audit'
import type { OutputOf } from '@flexoffice/contract/operation'
import { Banner, Button, Dialog, Progress, SimpleTable } from '@flexoffice/ui'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useAct } from '../../core/session/client.ts'

type AuditState = OutputOf<typeof contract.showAuditState>

/** Recomputes the whole chain on the server and says whether anybody altered the log. */
export function VerifyButton() {
  const { t } = useMessages()
  const [open, setOpen] = useState(false)
  const verify = useAct(contract.showAuditState)
  const start = () => {
    setOpen(true)
    verify.mutate({}, { onError: () => setOpen(false) })
  }
  return (
    <>
      <Button icon={ShieldCheck} onClick={start}>
        {t('audit.verify.action')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('audit.verify.title')}
        description={t('audit.verify.description')}
      >
        {verify.data && !verify.isPending ? (
          <Verdict state={verify.data} />
        ) : (
          <Progress label={t('audit.verify.running')} value={null} />
        )}
      </Dialog>
    </>
  )
}

function Verdict({ state }: { state: AuditState }) {
  const { t } = useMessages()
  return (
    <div className="flex flex-col gap-3">
      <Banner
        live
        tone={state.whole ? 'success' : 'danger'}
        title={t(state.whole ? 'audit.verify.whole' : 'audit.verify.broken')}
      >
        {t(state.whole ? 'audit.verify.wholeDetail' : 'audit.verify.brokenDetail', { count: state.entries })}
      </Banner>
      <p className="text-muted">
        {state.anchoredTo === null
          ? t('audit.verify.notAnchored')
          : t('audit.verify.anchored', { sequence: state.anchoredTo })}
      </p>
      {state.findings.length > 0 ? (
        <SimpleTable
          label={t('audit.verify.findings')}
          rows={state.findings}
          rowKey={({ sequence, finding }) => `${sequence} ${finding}`}
          columns={[
            { id: 'sequence', title: t('audit.verify.entry'), render: ({ sequence }) => sequence },
            { id: 'finding', title: t('audit.verify.finding'), render: ({ finding }) => finding },
          ]}
        />
      ) : null}
    </div>
  )
}
