import { Button, PageBody, PageHeader, type TabItem, Tabs } from '@flexoffice/ui'
import { UserPlus } from 'lucide-react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useScreenSearch } from '../../../core/routing/search.ts'
import { usePermission } from '../../../core/session/session.ts'
import { RolesTab } from '../roles/roles-tab.tsx'
import { AttributesTab } from './attributes-tab.tsx'
import { InvitationsTab } from './invitations-tab.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { type PeopleTabName, peopleSearch, peopleTabs } from './people-search.ts'
import { PeopleTab } from './people-tab.tsx'

/** Everybody in the workspace, who was invited, what roles may do, and what is known of each person. */
export function PeopleScreen() {
  const { t } = useMessages()
  const [search, change] = useScreenSearch(peopleSearch)
  const manages = usePermission('people.manage')
  const items = peopleTabs
    .filter((tab) => manages || tab !== 'invitations')
    .map(
      (value): TabItem<PeopleTabName> => ({
        value,
        label: t(`people.tabs.${value}`),
        content: <TabContent tab={value} />,
      }),
    )
  const invite = manages ? (
    <Button variant="primary" icon={UserPlus} onClick={() => change({ invite: true })}>
      {t('people.invite.title')}
    </Button>
  ) : null
  return (
    <PageBody width="full">
      <div className="px-6 pt-5 max-sm:px-4">
        <PageHeader title={t('people.title')} description={t('people.description')} actions={invite} />
      </div>
      <Tabs
        label={t('people.title')}
        tabs={items}
        value={items.some(({ value }) => value === search.tab) ? search.tab : 'people'}
        onChange={(tab) => change({ tab, person: '', edited: '' })}
        className="flex-1 [&>div:first-child]:px-6 max-sm:[&>div:first-child]:px-4"
        panelClassName="flex flex-col"
      />
      {manages ? <InviteDialog open={search.invite} onClose={() => change({ invite: false })} /> : null}
    </PageBody>
  )
}

function TabContent({ tab }: { tab: PeopleTabName }) {
  if (tab === 'invitations') return <InvitationsTab />
  if (tab === 'roles') return <RolesTab />
  return tab === 'attributes' ? <AttributesTab /> : <PeopleTab />
}
