import { listPeople, listRoles, showPerson } from '@flexoffice/contract/people'
import { levelOfPermissions, type Permission } from '@flexoffice/contract/permissions'
import { changeRole, createRole } from '@flexoffice/contract/roles'
import {
  Badge,
  Banner,
  Button,
  Form,
  SidePanel,
  showToast,
  TextArea,
  TextField,
  useForm,
} from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { UnsavedGuard } from '../../../core/routing/unsaved.tsx'
import { client, invalidate } from '../../../core/session/client.ts'
import { readFormProblems } from '../../../core/session/problems.ts'
import { DeleteRole } from './delete-role.tsx'
import type { ListedRole } from './listed-role.ts'
import { PermissionChoice } from './permission-choice.tsx'
import { RoleChangeImpact } from './role-change-impact.tsx'

interface RoleValues {
  name: string
  description: string
  permissions: readonly string[]
}

/** What a new role begins with: enough to open a page and what it shows. */
const beginning: RoleValues = { name: '', description: '', permissions: ['data.use', 'pages.view'] }

/** One of the workspace's own roles beside the list, or a new one. */
export function RolePanel({ role, onClose }: { role: ListedRole | null; onClose: () => void }) {
  // Whoever takes over what somebody else saved meanwhile begins anew from there.
  const [taken, setTaken] = useState(0)
  return <OpenRole key={taken} role={role} onClose={onClose} onTake={() => setTaken(taken + 1)} />
}

function OpenRole(props: { role: ListedRole | null; onClose: () => void; onTake: () => void }) {
  const { role, onClose, onTake } = props
  const { t } = useMessages()
  const { form, opened } = useRoleForm(role, onClose)
  const { permissions } = form.values
  const mayChange = role?.grantable !== false
  const changesRights = role !== null && sorted(permissions) !== sorted(role.permissions)
  return (
    <SidePanel
      title={role?.name ?? t('people.roles.add')}
      width={440}
      onClose={onClose}
      actions={<Badge>{t('people.roles.level', { level: levelOfPermissions(permissions) })}</Badge>}
      footer={
        mayChange && (form.dirty || role === null) ? (
          <>
            <Button onClick={() => (role ? form.reset() : onClose())}>
              {t(role ? 'people.person.discard' : 'ui.cancel')}
            </Button>
            <Button variant="primary" busy={form.busy} onClick={form.form.onSubmit}>
              {t(role ? 'people.person.save' : 'people.roles.create')}
            </Button>
          </>
        ) : null
      }
    >
      <UnsavedGuard when={form.dirty} />
      <div className="flex flex-col gap-6">
        {role && !form.busy && (role.version ?? 0) > opened.version ? (
          <ChangedMeanwhile onTake={onTake} />
        ) : null}
        {mayChange ? null : <Banner>{t('people.roles.beyond')}</Banner>}
        <Form {...form.form} label={t('people.roles.form')}>
          <TextField
            {...form.field('name')}
            label={t('people.fields.name')}
            readOnly={!mayChange}
            maxLength={60}
            autoFocus={role === null}
          />
          <TextArea
            {...form.field('description')}
            label={t('people.roles.description')}
            help={t('people.roles.descriptionHelp')}
            readOnly={!mayChange}
            optional
            rows={2}
            maxLength={300}
          />
          <PermissionChoice
            value={permissions}
            onChange={(next) => form.set('permissions', next)}
            readOnly={!mayChange}
          />
          {changesRights ? <RoleChangeImpact role={role.key} permissions={permissions} /> : null}
        </Form>
        {role && mayChange ? <DeleteRole role={role} onDeleted={onClose} /> : null}
      </div>
    </SidePanel>
  )
}

function useRoleForm(role: ListedRole | null, onClose: () => void) {
  const { t } = useMessages()
  // As it was when editing began: what somebody else changed in between must be seen.
  const [opened, setOpened] = useState({ version: role?.version ?? 0 })
  const save = async ({ name, description, permissions }: RoleValues) => {
    const input = {
      name: name.trim(),
      description: description.trim(),
      permissions: permissions as Permission[],
    }
    if (role === null) return client.call(createRole, input)
    return client.call(changeRole, { key: role.key, version: opened.version, ...input })
  }
  const form = useForm<RoleValues>({
    initial: role ? pick(role) : beginning,
    validate: ({ name }) => ({ name: name.trim() === '' ? t('people.roles.nameMissing') : undefined }),
    submit: async (values) => {
      const { version, name } = await save(values)
      setOpened({ version })
      await invalidate([listRoles, listPeople, showPerson])
      showToast({ title: t(role ? 'people.roles.saved' : 'people.roles.created', { name }), tone: 'success' })
      if (role === null) onClose()
    },
    readFailure: readFormProblems,
  })
  return { form, opened }
}

function ChangedMeanwhile({ onTake }: { onTake: () => void }) {
  const { t } = useMessages()
  return (
    <Banner
      tone="warning"
      live
      actions={
        <Button size="sm" onClick={onTake}>
          {t('people.roles.take')}
        </Button>
      }
    >
      {t('people.roles.changedMeanwhile')}
    </Banner>
  )
}

function pick({ name, description, permissions }: ListedRole): RoleValues {
  return { name: name ?? '', description, permissions }
}

function sorted(permissions: readonly string[]): string {
  return [...permissions].sort().join()
}
