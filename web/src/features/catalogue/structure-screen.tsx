import { showCatalogueTable, type TableStructure } from '@flexoffice/contract/catalogue'
import { listSources } from '@flexoffice/contract/sources'
import {
  Badge,
  Banner,
  buttonClassName,
  Card,
  PageBody,
  PageHeader,
  Tabs,
  TextArea,
  TextField,
} from '@flexoffice/ui'
import { Link, useParams } from '@tanstack/react-router'
import { ShieldCheck, Table2 } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useScreenTitle } from '../../core/routing/screen-title.ts'
import { searchChoice, searchText, useScreenSearch } from '../../core/routing/search.ts'
import { UnsavedGuard } from '../../core/routing/unsaved.tsx'
import { useOperation } from '../../core/session/client.ts'
import { usePermission } from '../../core/session/session.ts'
import { NoPermission, ScreenError, ScreenLoading } from '../../core/shell/screen-states.tsx'
import { SensitiveSwitch } from '../access/api.ts'
import { ColumnTable } from './column-table.tsx'
import { RelationList } from './relation-list.tsx'
import { SaveBar } from './save-bar.tsx'
import { longest } from './structure-draft.ts'
import { type StructureDraft, useStructureDraft } from './use-structure-draft.ts'

const fields = { tab: searchChoice(['columns', 'relations'], 'columns'), q: searchText() }

/** The structure of one table, for those who govern access or sources. */
export function StructureScreen() {
  const { tableId = '' } = useParams({ strict: false }) as { tableId?: string }
  const governsAccess = usePermission('access.manage')
  if (governsAccess) return <Structure key={tableId} tableId={tableId} />
  return (
    <NoPermission permission="sources.connect">
      <Structure key={tableId} tableId={tableId} />
    </NoPermission>
  )
}

function Structure({ tableId }: { tableId: string }) {
  const { t } = useMessages()
  const answer = useOperation(showCatalogueTable, { tableId })
  useScreenTitle(answer.data ? t('catalogue.of', { table: answer.data.table.label }) : undefined)
  if (answer.isPending) return <ScreenLoading />
  // What is being edited stays on screen when a later read fails.
  if (!answer.data) return <ScreenError error={answer.error} reset={() => void answer.refetch()} />
  return <OpenStructure structure={answer.data} />
}

function OpenStructure({ structure }: { structure: TableStructure }) {
  const { t } = useMessages()
  const [{ tab, q }, change] = useScreenSearch(fields)
  const draft = useStructureDraft(structure)
  const { table, columns, relations } = structure
  return (
    <PageBody>
      <UnsavedGuard when={draft.changes > 0} />
      <StructureHeader structure={structure} />
      <div className="flex flex-col gap-4 pb-4">
        <TableWords table={table} draft={draft} />
        <Tabs
          label={t('catalogue.of', { table: table.label })}
          value={tab}
          onChange={(next) => change({ tab: next }, { replace: true })}
          tabs={[
            {
              value: 'columns',
              label: t('catalogue.columns.title'),
              count: columns.length,
              content: (
                <ColumnTable
                  columns={columns}
                  draft={draft}
                  query={q}
                  onQueryChange={(next) => change({ q: next }, { replace: true })}
                />
              ),
            },
            {
              value: 'relations',
              label: t('catalogue.relations.title'),
              count: relations.length,
              content: <RelationList structure={structure} />,
            },
          ]}
        />
        <SaveBar structure={structure} draft={draft} />
      </div>
    </PageBody>
  )
}

function StructureHeader({ structure: { table } }: { structure: TableStructure }) {
  const { t, formatNumber } = useMessages()
  const mayMark = usePermission('access.manage')
  const mayExplain = usePermission('access.explain')
  const sources = useOperation(listSources, {}, { enabled: usePermission('sources.view') })
  const source = sources.data?.sources.find(({ id }) => id === table.sourceId)
  const isMissing = table.state === 'missing'
  return (
    <PageHeader
      title={t('catalogue.of', { table: table.label })}
      badge={
        <>
          {isMissing ? <Badge tone="danger">{t('catalogue.missing')}</Badge> : null}
          {table.state === 'left' ? <Badge>{t('catalogue.left')}</Badge> : null}
          {table.sensitive ? <Badge tone="warning">{t('catalogue.sensitive')}</Badge> : null}
        </>
      }
      description={[
        source?.name,
        `${table.schema}.${table.name}`,
        t(`catalogue.kind.${table.kind}`),
        table.approximateRowCount === null
          ? undefined
          : t('catalogue.rows', { count: formatNumber(table.approximateRowCount) }),
      ]
        .filter(Boolean)
        .join(' · ')}
      actions={
        <>
          {mayExplain ? (
            <Link to={`/access/${table.id}`} className={buttonClassName('ghost')}>
              <ShieldCheck size={16} strokeWidth={1.75} aria-hidden />
              {t('catalogue.access')}
            </Link>
          ) : null}
          {mayMark ? <SensitiveSwitch table={table} /> : null}
          {isMissing ? null : (
            <Link to={`/data/tables/${table.id}`} className={buttonClassName('secondary')}>
              <Table2 size={16} strokeWidth={1.75} aria-hidden />
              {t('catalogue.openTable')}
            </Link>
          )}
        </>
      }
    >
      {isMissing ? (
        <Banner tone="warning" title={t('catalogue.missingTitle')}>
          {t('catalogue.missingDetail')}
        </Banner>
      ) : null}
    </PageHeader>
  )
}

function TableWords({ table, draft }: { table: TableStructure['table']; draft: StructureDraft }) {
  const { t } = useMessages()
  const label = draft.read(table.id, 'label')
  return (
    <Card>
      <div className="grid gap-x-4 gap-y-3 py-1 md:grid-cols-[minmax(12rem,1fr)_2fr]">
        <TextField
          label={t('catalogue.label')}
          help={t('catalogue.labelHelp', { name: table.name })}
          value={label.value}
          error={label.lacksLabel ? t('catalogue.labelMissing') : undefined}
          maxLength={longest.label}
          autoComplete="off"
          onChange={(value) => draft.write(table.id, 'label', value)}
          onKeyDown={(event) => event.key === 'Escape' && draft.restore(table.id, 'label')}
        />
        <TextArea
          label={t('catalogue.description')}
          optional
          rows={2}
          placeholder={t('catalogue.descriptionHint')}
          value={draft.read(table.id, 'description').value}
          maxLength={longest.description}
          onChange={(value) => draft.write(table.id, 'description', value)}
        />
      </div>
    </Card>
  )
}
