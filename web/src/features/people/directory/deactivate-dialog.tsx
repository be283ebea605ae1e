import type { Person } from '@flexoffice/contract/people'
import * as contract from '@flexoffice/contract/people'
import { ConfirmDialog, showToast, TextArea } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useAct } from '../../../core/session/client.ts'

/** Asks for the reason and names what follows. */
export function DeactivateDialog({
  person,
  open,
  onOpenChange,
}: {
  person: Person
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useMessages()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const act = useAct(contract.deactivatePerson, {
    invalidates: [contract.listPeople, contract.showPerson, contract.listRoles],
  })
  const confirm = async () => {
    if (reason.trim() === '') {
      setMissing(true)
      throw new Error('the reason is missing')
    }
    await act.mutateAsync({ personId: person.id, reason: reason.trim() })
    showToast({ title: t('people.deactivate.done', { name: person.name }), tone: 'success' })
  }
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('people.deactivate.title', { name: person.name })}
      confirmLabel={t('people.deactivate.action')}
      onConfirm={confirm}
    >
      <p>{t('people.deactivate.consequences')}</p>
      <TextArea
        label={t('people.deactivate.reason')}
        help={t('people.deactivate.reasonHelp')}
        error={missing ? t('people.deactivate.reasonMissing') : undefined}
        value={reason}
        onChange={(next) => {
          setReason(next)
          setMissing(false)
        }}
        maxLength={500}
        rows={2}
      />
    </ConfirmDialog>
  )
}
