import { Button, Card, ErrorState, SimpleTable, SkeletonText } from '@flexoffice/ui'
import { Plus } from 'lucide-react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useScreenSearch } from '../../../core/routing/search.ts'
import { explainError } from '../../../core/session/problems.ts'
import { usePermission } from '../../../core/session/session.ts'
import { peopleSearch } from '../directory/people-search.ts'
import { useRoles } from '../role-names.ts'
import type { ListedRole } from './listed-role.ts'
import { RoleMatrix } from './role-matrix.tsx'
import { RolePanel } from './role-panel.tsx'

/** What roles there are: the workspace's own, which can be changed here, and what each role may do. */
export function RolesTab() {
  const { t } = useMessages()
  const [search, change] = useScreenSearch(peopleSearch)
  const manages = usePermission('people.manage')
  const listed = useRoles()
  if (listed.isPending) {
    return (
      <div className="p-6">
        <SkeletonText lines={10} />
      </div>
    )
  }
  if (listed.isError)
    return <ErrorState title={explainError(listed.error).title} onRetry={() => void listed.refetch()} />
  const { roles } = listed.data
  const opened = roles.find(({ key, custom }) => custom && key === search.edited)
  const isNew = search.edited === 'new'
  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col gap-4 overflow-y-auto px-6 py-4 max-sm:px-4">
        <p className="max-w-2xl text-muted">{t('people.roles.about')}</p>
        <OwnRoles roles={roles.filter(({ custom }) => custom)} onOpen={(edited) => change({ edited })} />
        <RoleMatrix roles={roles} />
      </div>
      {manages && (opened || isNew) ? (
        <RolePanel
          key={search.edited}
          role={opened ?? null}
          onClose={() => change({ edited: '' }, { replace: true })}
        />
      ) : null}
    </div>
  )
}

function OwnRoles({ roles, onOpen }: { roles: readonly ListedRole[]; onOpen: (key: string) => void }) {
  const { t } = useMessages()
  const manages = usePermission('people.manage')
  if (roles.length === 0 && !manages) return null
  const add = (
    <Button icon={Plus} onClick={() => onOpen('new')}>
      {t('people.roles.add')}
    </Button>
  )
  if (roles.length === 0) {
    return (
      <section className="flex shrink-0 flex-wrap items-center justify-between gap-3 rounded-md border border-line bg-surface px-4 py-3">
        <div>
          <h2 className="text-md font-semibold">{t('people.roles.emptyTitle')}</h2>
          <p className="text-muted">{t('people.roles.emptyDetail')}</p>
        </div>
        {add}
      </section>
    )
  }
  return (
    <Card
      flush
      className="shrink-0"
      title={t('people.roles.own')}
      description={t('people.roles.ownAbout')}
      actions={manages ? add : null}
    >
      <SimpleTable
        label={t('people.roles.own')}
        rows={roles}
        rowKey={({ key }) => key}
        onRowClick={manages ? ({ key }) => onOpen(key) : undefined}
        columns={[
          { id: 'name', title: t('people.fields.role'), render: (role) => <RoleWords role={role} /> },
          {
            id: 'permissions',
            title: t('people.roles.permissions'),
            render: ({ permissions }) => t('people.roles.count', { count: permissions.length }),
          },
          {
            id: 'level',
            title: t('people.roles.rank'),
            render: ({ level }) => t('people.roles.level', { level }),
          },
          {
            id: 'people',
            title: t('people.roles.holders'),
            render: ({ people }) => t('people.roles.people', { count: people ?? 0 }),
          },
          {
            id: 'acts',
            title: t('people.invitations.acts'),
            hideTitle: true,
            align: 'end',
            render: ({ key, name }) =>
              manages ? (
                <Button
                  size="sm"
                  aria-label={t('people.roles.editNamed', { name: name ?? key })}
                  onClick={() => onOpen(key)}
                >
                  {t('people.roles.edit')}
                </Button>
              ) : null,
          },
        ]}
      />
    </Card>
  )
}

function RoleWords({ role }: { role: ListedRole }) {
  return (
    <span className="block min-w-40 max-w-80">
      <span className="block truncate font-medium">{role.name}</span>
      {role.description ? (
        <span className="block truncate text-sm text-muted">{role.description}</span>
      ) : null}
    </span>
  )
}
