import { listCatalogue } from '@flexoffice/contract/catalogue'
import { listTables } from '@flexoffice/contract/data'
import type { OutputOf } from '@flexoffice/contract/operation'
import { listSources, refreshSource, removeSource, type Source } from '@flexoffice/contract/sources'
import { Banner, Button, ConfirmDialog, PageBody, PageHeader, showToast, Tabs } from '@flexoffice/ui'
import { useNavigate, useParams } from '@tanstack/react-router'
import { ListChecks, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useScreenTitle } from '../../core/routing/screen-title.ts'
import { searchChoice, useScreenSearch } from '../../core/routing/search.ts'
import { useAct, useOperation } from '../../core/session/client.ts'
import { explainNoted } from '../../core/session/problems.ts'
import { NotFound, ScreenError, ScreenLoading } from '../../core/shell/screen-states.tsx'
import { ChooseTablesDialog } from './choose-tables-dialog.tsx'
import { DriftReport } from './drift-report.tsx'
import { SourceState } from './source-list-screen.tsx'
import { SourceSettings } from './source-settings.tsx'
import { SourceTables } from './source-tables.tsx'

const fields = { tab: searchChoice(['tables', 'settings'], 'tables') }

/** One source: its tables, its settings, what changed there, and its end. */
export function SourceScreen() {
  const { sourceId = '' } = useParams({ strict: false }) as { sourceId?: string }
  const answer = useOperation(listSources, {})
  const source = answer.data?.sources.find((candidate) => candidate.id === sourceId)
  useScreenTitle(source?.name)
  if (answer.isPending) return <ScreenLoading />
  if (answer.error) return <ScreenError error={answer.error} reset={() => void answer.refetch()} />
  if (!source) return <NotFound />
  return <OpenSource key={source.id} source={source} />
}

function OpenSource({ source }: { source: Source }) {
  const { t, formatRelativeTime } = useMessages()
  const [{ tab }, change] = useScreenSearch(fields)
  const [choosing, setChoosing] = useState(false)
  const [drift, setDrift] = useState<OutputOf<typeof refreshSource>['drift'] | null>(null)
  const refresh = useAct(refreshSource, {
    invalidates: [listSources, listCatalogue, listTables],
    onDone: (output) => setDrift(output.drift),
  })
  const mayChange = source.abilities.change
  const isManaged = source.kind === 'managed'
  return (
    <PageBody>
      <PageHeader
        title={source.name}
        badge={<SourceState source={source} />}
        description={[
          t(`sources.kind.${source.kind}`),
          source.lastCheckedAt
            ? t('sources.checked', { when: formatRelativeTime(source.lastCheckedAt) })
            : t('sources.neverChecked'),
          source.readOnly ? t('sources.readOnly') : '',
        ]
          .filter(Boolean)
          .join(' · ')}
        actions={
          mayChange ? (
            <>
              {isManaged ? null : (
                <>
                  <RemoveSource source={source} />
                  <Button icon={ListChecks} onClick={() => setChoosing(true)}>
                    {t('sources.choose.action')}
                  </Button>
                </>
              )}
              <Button
                icon={RefreshCw}
                busy={refresh.isPending}
                onClick={() => refresh.mutate({ sourceId: source.id })}
              >
                {t('sources.refresh.action')}
              </Button>
            </>
          ) : undefined
        }
      >
        {source.lastProblem ? (
          <Banner tone="danger" title={t('sources.failing')}>
            {explainNoted(source.lastProblem)}
          </Banner>
        ) : null}
        {drift ? <DriftReport drift={drift} onClose={() => setDrift(null)} /> : null}
      </PageHeader>
      {mayChange && !isManaged ? (
        <Tabs
          label={source.name}
          value={tab}
          onChange={(next) => change({ tab: next }, { replace: true })}
          tabs={[
            {
              value: 'tables',
              label: t('sources.tabs.tables'),
              count: source.tables,
              content: <SourceTables source={source} />,
            },
            {
              value: 'settings',
              label: t('sources.tabs.settings'),
              content: <SourceSettings key={source.name} source={source} />,
            },
          ]}
        />
      ) : (
        <SourceTables source={source} />
      )}
      {choosing ? <ChooseTablesDialog source={source} onClose={() => setChoosing(false)} /> : null}
    </PageBody>
  )
}

function RemoveSource({ source }: { source: Source }) {
  const { t } = useMessages()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const remove = useAct(removeSource, {
    invalidates: [listSources, listTables, listCatalogue],
    onDone: () => {
      showToast({ tone: 'success', title: t('sources.remove.done', { name: source.name }) })
      void navigate({ to: '/data/sources' })
    },
  })
  return (
    <>
      <Button variant="ghost" icon={Trash2} onClick={() => setOpen(true)}>
        {t('sources.remove.action')}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t('sources.remove.title', { name: source.name })}
        confirmLabel={t('sources.remove.confirm')}
        typeToConfirm={source.name}
        onConfirm={() => remove.mutateAsync({ sourceId: source.id, name: source.name })}
      >
        <p>{t('sources.remove.detail', { count: source.tables })}</p>
      </ConfirmDialog>
    </>
  )
}
