import { listRoles } from '@flexoffice/contract/people'
import { deleteRole, type RoleUse, showRoleUses } from '@flexoffice/contract/roles'
import { Button, ConfirmDialog, Dialog, showToast } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { showErrorToast, useAct, useOperation } from '../../../core/session/client.ts'
import type { ListedRole } from './listed-role.ts'

/** Deletes a role that nobody has; else it says what still has it. */
export function DeleteRole({ role, onDeleted }: { role: ListedRole; onDeleted: () => void }) {
  const { t } = useMessages()
  const [asked, setAsked] = useState<RoleUse[] | null>(null)
  const found = useOperation(showRoleUses, { key: role.key }, { enabled: false })
  const act = useAct(deleteRole, { invalidates: [listRoles] })
  const name = role.name ?? role.key
  const ask = async () => {
    const { data, error } = await found.refetch()
    if (error) showErrorToast(error)
    else setAsked(data?.uses ?? [])
  }
  const confirm = async () => {
    await act.mutateAsync({ key: role.key })
    showToast({ title: t('people.roles.deleted', { name }), tone: 'success' })
    onDeleted()
  }
  const blocking = (asked ?? []).filter(({ blocks }) => blocks)
  const going = (asked ?? []).filter(({ blocks }) => !blocks)
  const close = () => setAsked(null)
  return (
    <section aria-label={t('people.roles.delete')} className="border-t border-line pt-4">
      <p className="mb-2 text-muted">{t('people.roles.deleteWhat')}</p>
      <Button busy={found.isFetching} onClick={() => void ask()}>
        {t('people.roles.deleteOpen')}
      </Button>
      <Dialog
        open={blocking.length > 0}
        onOpenChange={(open) => !open && close()}
        title={t('people.roles.usedTitle', { name })}
        description={t('people.roles.usedDetail')}
        size="sm"
        footer={
          <Button variant="primary" onClick={close}>
            {t('people.roles.usedClose')}
          </Button>
        }
      >
        <UseList uses={blocking} />
      </Dialog>
      <ConfirmDialog
        open={asked !== null && blocking.length === 0}
        onOpenChange={(open) => !open && close()}
        title={t('people.roles.deleteTitle', { name })}
        confirmLabel={t('people.roles.delete')}
        onConfirm={confirm}
      >
        <p>{t('people.roles.deleteDetail')}</p>
        <UseList uses={going} />
      </ConfirmDialog>
    </section>
  )
}

function UseList({ uses }: { uses: readonly RoleUse[] }) {
  const { t, language } = useMessages()
  if (uses.length === 0) return null
  const names = ({ names: told, count }: RoleUse) => {
    const rest = count - told.length
    const more = rest > 0 ? [t('people.roles.others', { count: rest })] : []
    return new Intl.ListFormat(language).format([...told, ...more])
  }
  return (
    <ul className="flex flex-col gap-2">
      {uses.map((use) => (
        <li key={use.kind}>
          <p className="font-medium text-ink">{t(`people.roles.uses.${use.kind}`, { count: use.count })}</p>
          {use.names.length > 0 ? <p className="text-muted">{names(use)}</p> : null}
        </li>
      ))}
    </ul>
  )
}
