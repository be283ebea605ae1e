import { type RoleGrantInput, removeGrant, saveGrant, showTableAccess } from '@flexoffice/contract/access'
import { ApiError } from '@flexoffice/sdk/client'
import { Banner, Button, Card, showToast } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { UnsavedGuard } from '../../core/routing/unsaved.tsx'
import { client, invalidate, showErrorToast } from '../../core/session/client.ts'
import { useRoles } from '../people/api.ts'
import { ColumnMatrix } from './column-matrix.tsx'
import { emptyGrant, isSameGrant, type TableAccess, toDraft } from './grant-draft.ts'
import { OperationMatrix } from './operation-matrix.tsx'
import { useRoleLabel } from './role-label.ts'
import { RuleEditor } from './rule-editor.tsx'

/** The rights of all roles on a table, edited together and saved role by role. */
export function GrantEditor({
  access,
  openRole,
  onOpenRole,
}: {
  access: TableAccess
  openRole: string
  onOpenRole: (role: string) => void
}) {
  const { t } = useMessages()
  const roleLabel = useRoleLabel()
  const roles = useRoleKeys(access)
  const [drafts, setDrafts] = useState<Record<string, RoleGrantInput>>({})
  const [conflict, setConflict] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  // Versions as they were when editing began: a change by somebody else in between must be seen.
  const [versions, setVersions] = useState<Record<string, number | undefined>>({})
  const stored = (role: string) => {
    const found = access.grants.find((grant) => grant.role === role)
    return found ? toDraft(found) : emptyGrant(role)
  }
  const current = (role: string) => drafts[role] ?? stored(role)
  const versionOf = (role: string) => access.grants.find((grant) => grant.role === role)?.version
  const changed = Object.keys(drafts).filter((role) => !isSameGrant(current(role), stored(role)))
  const change = (grant: RoleGrantInput) => {
    if (drafts[grant.role] === undefined)
      setVersions((before) => ({ ...before, [grant.role]: versionOf(grant.role) }))
    setDrafts((before) => ({ ...before, [grant.role]: grant }))
  }
  const discard = (list: readonly string[]) =>
    setDrafts((before) => Object.fromEntries(Object.entries(before).filter(([role]) => !list.includes(role))))
  const save = async () => {
    setSaving(true)
    setConflict(null)
    for (const role of changed) {
      try {
        await saveRole(access.table.id, current(role), versions[role])
        await invalidate([showTableAccess])
        discard([role])
      } catch (failure) {
        if (failure instanceof ApiError && failure.status === 409) setConflict(role)
        else showErrorToast(failure)
        setSaving(false)
        return
      }
    }
    setSaving(false)
    showToast({ tone: 'success', title: t('access.saved') })
  }
  return (
    <div className="flex flex-col gap-4 pb-4">
      <UnsavedGuard when={changed.length > 0} />
      {conflict ? (
        <Banner
          tone="warning"
          live
          title={t('access.conflict.title', { role: roleLabel(conflict) })}
          actions={
            <Button
              size="sm"
              onClick={() => {
                discard([conflict])
                setConflict(null)
                void invalidate([showTableAccess])
              }}
            >
              {t('access.conflict.reload')}
            </Button>
          }
        >
          {t('access.conflict.detail')}
        </Banner>
      ) : null}
      <Card flush title={t('access.operations.title')} description={t('access.operations.description')}>
        <OperationMatrix
          access={access}
          roles={roles}
          grantOf={current}
          changed={changed}
          openRole={openRole}
          onChange={change}
          onOpenRole={onOpenRole}
        />
      </Card>
      {openRole !== '' && roles.includes(openRole) && current(openRole).operations.read ? (
        <RuleEditor
          key={openRole}
          access={access}
          grant={current(openRole)}
          onChange={change}
          onClose={() => onOpenRole('')}
        />
      ) : null}
      <Card flush title={t('access.columns.title')} description={t('access.columns.description')}>
        <ColumnMatrix
          columns={access.columns}
          grants={roles.map(current).filter((grant) => grant.operations.read)}
          onChange={change}
        />
      </Card>
      {changed.length > 0 ? (
        <div className="sticky bottom-4 z-20 flex items-center gap-3 self-center rounded-md bg-raised py-2 pr-2 pl-4 shadow-float">
          <span role="status" className="font-medium">
            {t('access.unsaved', { count: changed.length })}
          </span>
          <Button onClick={() => discard(changed)}>{t('access.discard')}</Button>
          <Button variant="primary" busy={saving} onClick={() => void save()}>
            {t('access.save')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

async function saveRole(tableId: string, grant: RoleGrantInput, version: number | undefined): Promise<void> {
  const nothing = Object.values(grant.operations).every((on) => !on)
  if (nothing && version !== undefined) await client.call(removeGrant, { tableId, role: grant.role })
  else if (!nothing) await client.call(saveGrant, { tableId, grant, version })
}

/** Roles that need a grant to see anything; Admins only where the table is sensitive. */
function useRoleKeys(access: TableAccess): string[] {
  const roles = useRoles()
  const known = (roles.data?.roles ?? []).map(({ key }) => key)
  const granted = access.grants.map(({ role }) => role)
  const needed = known.filter(
    (role) =>
      access.table.sensitive || granted.includes(role) || (role !== 'super_admin' && role !== 'admin'),
  )
  return [...new Set([...needed, ...granted])]
}
