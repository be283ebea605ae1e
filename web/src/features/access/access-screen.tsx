import { listReaders, showTableAccess } from '@flexoffice/contract/access'
import { Badge, buttonClassName, PageBody, PageHeader, type TabItem, Tabs } from '@flexoffice/ui'
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
import { ReadersTab } from './readers-tab.tsx'
import { SensitiveSwitch } from './sensitive-switch.tsx'

const fields = {
  tab: searchChoice(['rules', 'readers', 'people'], 'rules'),
  role: searchText(),
  person: searchText(),
  who: searchChoice(['readers', 'others'], 'readers'),
  q: searchText(),
}

/** Who may see and do what with one table: the rules by role, who can see it by them, and their effect on a person. */
export function AccessScreen() {
  const { tableId = '' } = useParams({ strict: false }) as { tableId?: string }
  const mayManage = usePermission('access.manage')
  return mayManage ? <Managed tableId={tableId} /> : <Explained tableId={tableId} />
}

function Managed({ tableId }: { tableId: string }) {
  const { t } = useMessages()
  const [{ tab, role }, change] = useScreenSearch(fields)
  const answer = useOperation(showTableAccess, { tableId })
  const told = useToldTabs(tableId)
  useScreenTitle(answer.data?.table.label)
  if (answer.isPending) return <ScreenLoading />
  if (answer.error) return <ScreenError error={answer.error} reset={() => void answer.refetch()} />
  const { table } = answer.data
  return (
    <PageBody>
      <PageHeader
        title={t('access.of', { table: table.label })}
        badge={table.sensitive ? <SensitiveBadge /> : undefined}
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
          ...told,
        ]}
      />
    </PageBody>
  )
}

/** For those who may ask, but not grant. */
function Explained({ tableId }: { tableId: string }) {
  const { t } = useMessages()
  const [{ tab }, change] = useScreenSearch(fields)
  const told = useToldTabs(tableId)
  const table = useOperation(listReaders, { tableId, limit: 1 }).data?.table
  const title = table ? t('access.of', { table: table.label }) : t('access.title')
  useScreenTitle(table?.label)
  return (
    <PageBody>
      <PageHeader title={title} badge={table?.sensitive ? <SensitiveBadge /> : undefined} />
      <Tabs
        label={title}
        value={tab === 'people' ? 'people' : 'readers'}
        onChange={(next) => change({ tab: next }, { replace: true })}
        tabs={told}
      />
    </PageBody>
  )
}

function SensitiveBadge() {
  const { t } = useMessages()
  return <Badge tone="warning">{t('access.sensitive')}</Badge>
}

/** Who can see the table, and what one of them sees: pressing a person of the first opens the second. */
function useToldTabs(tableId: string): TabItem<'readers' | 'people'>[] {
  const { t } = useMessages()
  const [{ person, who, q }, change] = useScreenSearch(fields)
  return [
    {
      value: 'readers',
      label: t('access.tabs.readers'),
      content: (
        <ReadersTab
          tableId={tableId}
          who={who}
          words={q}
          onChange={(next) => change(next, { replace: true })}
          onPerson={(next) => change({ tab: 'people', person: next })}
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
  ]
}
