import { showTableAccess } from '@flexoffice/contract/access'
import { Badge, buttonClassName, PageBody, PageHeader, Tabs } from '@flexoffice/ui'
import { Link, useParams } from '@tanstack/react-router'
import { Table2 } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useScreenTitle } from '../../core/routing/screen-title.ts'
import { searchChoice, searchText, useScreenSearch } from '../../core/routing/search.ts'
import { useOperation } from '../../core/session/client.ts'
import { usePermission } from '../../core/session/session.ts'
import { ScreenError, ScreenLoading } from '../../core/shell/screen-states.tsx'
import { ExplainTab } from './explain-tab.tsx'
import { GrantEditor } from './grant-editor.tsx'
import { SensitiveSwitch } from './sensitive-switch.tsx'

const fields = {
  tab: searchChoice(['rules', 'people'], 'rules'),
  role: searchText(),
  person: searchText(),
}

/** Who may see and do what with one table: the rules by role, and their effect on a person. */
export function AccessScreen() {
  const { tableId = '' } = useParams({ strict: false }) as { tableId?: string }
  const mayManage = usePermission('access.manage')
  return mayManage ? <Managed tableId={tableId} /> : <Explained tableId={tableId} />
}

function Managed({ tableId }: { tableId: string }) {
  const { t } = useMessages()
  const [{ tab, role, person }, change] = useScreenSearch(fields)
  const answer = useOperation(showTableAccess, { tableId })
  useScreenTitle(answer.data?.table.label)
  if (answer.isPending) return <ScreenLoading />
  if (answer.error) return <ScreenError error={answer.error} reset={() => void answer.refetch()} />
  const { table } = answer.data
  return (
    <PageBody>
      <PageHeader
        title={t('access.of', { table: table.label })}
        badge={table.sensitive ? <Badge tone="warning">{t('access.sensitive')}</Badge> : undefined}
        description={t('access.ofDescription')}
        actions={
          <>
            <SensitiveSwitch table={table} />
            <Link to={`/data/tables/${table.id}`} className={buttonClassName('secondary')}>
              <Table2 size={16} strokeWidth={1.75} aria-hidden />
              {t('access.openTable')}
            </Link>
          </>
        }
      />
      <Tabs
        label={t('access.of', { table: table.label })}
        value={tab}
        onChange={(next) => change({ tab: next }, { replace: true })}
        tabs={[
          {
            value: 'rules',
            label: t('access.tabs.rules'),
            content: (
              <GrantEditor
                key={tableId}
                access={answer.data}
                openRole={role}
                onOpenRole={(next) => change({ role: next }, { replace: true })}
              />
            ),
          },
          {
            value: 'people',
            label: t('access.tabs.people'),
            content: (
              <ExplainTab
                tableId={tableId}
                personId={person}
                onPerson={(next) => change({ person: next }, { replace: true })}
              />
            ),
          },
        ]}
      />
    </PageBody>
  )
}

function Explained({ tableId }: { tableId: string }) {
  const { t } = useMessages()
  const [{ person }, change] = useScreenSearch(fields)
  return (
    <PageBody>
      <PageHeader title={t('access.tabs.people')} />
      <ExplainTab
        tableId={tableId}
        personId={person}
        onPerson={(next) => change({ person: next }, { replace: true })}
      />
    </PageBody>
  )
}
