import { bringBackPage, listPages, type Page, removePage } from '@flexoffice/contract/pages'
import {
  Button,
  EmptyState,
  PageBody,
  PageHeader,
  SearchField,
  SegmentedControl,
  SkeletonText,
  showToast,
  Toolbar,
} from '@flexoffice/ui'
import { AppWindow, Plus, SearchX, Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { searchFlag, searchText, useScreenSearch } from '../../../core/routing/search.ts'
import { useAct, useOperation } from '../../../core/session/client.ts'
import { usePermission } from '../../../core/session/session.ts'
import { LoadFailure } from '../../../core/shell/load-failure.tsx'
import { CreatePageDialog } from './create-page-dialog.tsx'
import { PageTable } from './page-table.tsx'
import { UnpublishDialog } from './unpublish-dialog.tsx'

const fields = { search: searchText(), create: searchFlag(), bin: searchFlag() }

/** All pages that the person may open; editors see drafts and the bin. */
export function PagesScreen() {
  const { t } = useMessages()
  const edits = usePermission('pages.edit')
  const [search, setSearch] = useScreenSearch(fields)
  const showsBin = edits && search.bin
  const { data, error, refetch } = useOperation(listPages, { removed: showsBin })
  const found = useMemo(() => filterPages(data?.pages, search.search), [data, search.search])
  const acts = usePageActs()
  const [losing, setLosing] = useState<Page | null>(null)
  const create = () => setSearch({ create: true })
  return (
    <PageBody>
      <PageHeader
        title={t('pages.title')}
        description={t('pages.description')}
        actions={
          edits ? (
            <Button variant="primary" icon={Plus} onClick={create}>
              {t('pages.create.title')}
            </Button>
          ) : null
        }
      >
        <Toolbar
          label={t('pages.title')}
          trailing={
            edits ? (
              <SegmentedControl
                size="sm"
                label={t('pages.which')}
                value={showsBin ? 'bin' : 'pages'}
                onChange={(next) => setSearch({ bin: next === 'bin' })}
                options={[
                  { value: 'pages', label: t('pages.title') },
                  { value: 'bin', label: t('pages.bin.title') },
                ]}
              />
            ) : null
          }
        >
          <div className="w-72">
            <SearchField
              label={t('pages.search')}
              value={search.search}
              onChange={(text) => setSearch({ search: text }, { replace: true })}
            />
          </div>
        </Toolbar>
      </PageHeader>
      {error ? (
        <LoadFailure error={error} onRetry={() => void refetch()} />
      ) : found === undefined ? (
        <SkeletonText lines={6} />
      ) : found.length > 0 ? (
        <PageTable pages={found} bin={showsBin} {...acts} onUnpublish={setLosing} />
      ) : search.search !== '' ? (
        <EmptyState icon={SearchX} title={t('pages.nothingFound', { search: search.search })} />
      ) : showsBin ? (
        <EmptyState icon={Trash2} title={t('pages.bin.empty')}>
          {t('pages.bin.emptyHelp')}
        </EmptyState>
      ) : (
        <EmptyState
          icon={AppWindow}
          title={t('pages.empty')}
          action={
            edits ? (
              <Button variant="primary" icon={Plus} onClick={create}>
                {t('pages.create.title')}
              </Button>
            ) : null
          }
        >
          {t(edits ? 'pages.emptyHelp' : 'pages.emptyForReaders')}
        </EmptyState>
      )}
      <UnpublishDialog page={losing} onClose={() => setLosing(null)} />
      {edits ? <CreatePageDialog open={search.create} onClose={() => setSearch({ create: false })} /> : null}
    </PageBody>
  )
}

function usePageActs() {
  const { t } = useMessages()
  const back = useAct(bringBackPage, {
    invalidates: [listPages],
    onDone: ({ title }) => showToast({ tone: 'success', title: t('pages.bin.broughtBack', { title }) }),
  })
  const remove = useAct(removePage, {
    invalidates: [listPages],
    onDone: ({ id, title }) =>
      showToast({
        title: t('pages.bin.moved', { title }),
        detail: t('pages.bin.movedDetail'),
        onUndo: () => back.mutate({ pageId: id }),
      }),
  })
  return {
    onRemove: (page: Page) => remove.mutate({ pageId: page.id }),
    onBringBack: (page: Page) => back.mutate({ pageId: page.id }),
  }
}

function filterPages(all: Page[] | undefined, search: string): Page[] | undefined {
  const wanted = search.trim().toLowerCase()
  return all?.filter(({ title }) => title.toLowerCase().includes(wanted))
}
