import type { Person } from '@flexoffice/contract/people'
import * as contract from '@flexoffice/contract/people'
import { Button, Dialog } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useAct } from '../../../core/session/client.ts'
import { OneTimeLink } from './one-time-link.tsx'

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
  const { t, formatDateTime } = useMessages()
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
      {made ? (
        <OneTimeLink email={person.email} link={made.link}>
          {t('people.reset.once', { until: formatDateTime(made.expiresAt) })}
        </OneTimeLink>
      ) : (
        <p>{t('people.reset.makeDetail')}</p>
      )}
    </Dialog>
  )
}
