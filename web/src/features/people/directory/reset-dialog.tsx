import type { Person } from '@flexoffice/contract/people'
import * as contract from '@flexoffice/contract/people'
import { Banner, Button, CopyButton, Dialog, TextField } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useAct } from '../../../core/session/client.ts'

/** Makes the link by which somebody who forgot their password sets a new one; it is shown this once. */
export function ResetDialog({
  person,
  open,
  onClose,
}: {
  person: Person
  open: boolean
  onClose: () => void
}) {
  const { t } = useMessages()
  const [made, setMade] = useState<{ link: string; expiresAt: string } | null>(null)
  const act = useAct(contract.makeResetLink, { onDone: setMade })
  const close = () => {
    setMade(null)
    onClose()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title={t('people.reset.makeTitle', { name: person.name })}
      footer={
        made ? (
          <Button variant="primary" onClick={close}>
            {t('people.invite.finish')}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{t('ui.cancel')}</Button>
            <Button
              variant="primary"
              busy={act.isPending}
              onClick={() => act.mutate({ personId: person.id })}
            >
              {t('people.reset.make')}
            </Button>
          </>
        )
      }
    >
      {made ? <MadeLink email={person.email} made={made} /> : <p>{t('people.reset.makeDetail')}</p>}
    </Dialog>
  )
}

function MadeLink({ email, made }: { email: string; made: { link: string; expiresAt: string } }) {
  const { t, formatDateTime } = useMessages()
  return (
    <div className="flex flex-col gap-4">
      <Banner tone="success" live>
        {t('people.invite.made', { email })}
      </Banner>
      <div className="flex items-end gap-2">
        <TextField
          label={t('people.invite.link')}
          value={made.link}
          onChange={() => {}}
          readOnly
          mono
          className="flex-1"
        />
        <CopyButton size="md" label={t('people.invite.copy')} text={made.link} />
      </div>
      <p className="text-muted">{t('people.reset.once', { until: formatDateTime(made.expiresAt) })}</p>
    </div>
  )
}
