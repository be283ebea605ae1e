import type { DataColumn, DataTable } from '@flexoffice/contract/data'
import { Badge, Button, buttonClassName, SearchField, Toolbar, Tooltip } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { Download, Lock, Plus, ShieldCheck, Waypoints } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import type { SearchOf } from '../../core/routing/search.ts'
import type { DownloadProgress } from '../../core/session/download.ts'
import { usePermission } from '../../core/session/session.ts'
import { ColumnsMenu, DensityMenu } from './columns-menu.tsx'
import { percentOf } from './export-dialog.tsx'
import { FilterBar } from './filter-bar.tsx'
import type { Arrangement, viewFields } from './view-state.ts'

/** What a table's view shows. */
export type TableView = SearchOf<typeof viewFields>

/** Properties of TableToolbar. */
export interface TableToolbarProps {
  table: DataTable
  columns: readonly DataColumn[]
  view: TableView
  onViewChange: (change: Partial<TableView>, options?: { replace?: boolean }) => void
  arrangement: Arrangement
  onArrange: (change: Partial<Arrangement>) => void
  onExport: () => void
  /** How far the running export is. */
  exporting: DownloadProgress | null
}

/** The head of a table: its name, who can see it, a new record; below it search, conditions and the arrangement. */
export function TableToolbar(props: TableToolbarProps) {
  const { table, columns, view, onViewChange, arrangement, onArrange } = props
  const { t, formatNumber } = useMessages()
  const mayExplain = usePermission('access.explain')
  const governsAccess = usePermission('access.manage')
  const governsSources = usePermission('sources.connect')
  return (
    <div className="border-b border-line bg-surface px-4 pt-3 pb-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h1 tabIndex={-1} className="min-w-0 truncate text-lg font-semibold">
          {table.label}
        </h1>
        <span className="truncate text-muted">{table.sourceName}</span>
        {table.readOnlyReason ? (
          <Tooltip text={t(`data.readOnly.${table.readOnlyReason}`)}>
            <button
              type="button"
              className="rounded-full"
              aria-label={`${t('data.readOnly.title')}. ${t(`data.readOnly.${table.readOnlyReason}`)}`}
            >
              <Badge icon={Lock}>{t('data.readOnly.title')}</Badge>
            </button>
          </Tooltip>
        ) : null}
        <div className="ml-auto flex items-center gap-1.5">
          {governsAccess || governsSources ? (
            <Link to={`/data/tables/${table.id}/structure`} className={buttonClassName('ghost', 'sm')}>
              <Waypoints size={16} strokeWidth={1.75} aria-hidden />
              <span className="max-sm:sr-only">{t('catalogue.structure')}</span>
            </Link>
          ) : null}
          {mayExplain ? (
            <Link
              to={`/access/${table.id}`}
              search={{ tab: 'people' } as never}
              className={buttonClassName('ghost', 'sm')}
            >
              <ShieldCheck size={16} strokeWidth={1.75} aria-hidden />
              <span className="max-sm:sr-only">{t('data.whoCanSee')}</span>
            </Link>
          ) : null}
          {table.abilities.create ? (
            <Button
              size="sm"
              variant="primary"
              icon={Plus}
              onClick={() => onViewChange({ create: true, record: '' })}
            >
              {t('data.record.new')}
            </Button>
          ) : null}
        </div>
      </div>
      {table.description ? <p className="max-w-3xl truncate text-muted">{table.description}</p> : null}
      <Toolbar
        label={t('data.toolbar')}
        trailing={
          <>
            <Button size="sm" variant="ghost" icon={Download} onClick={props.onExport}>
              {props.exporting
                ? t('data.export.busy', {
                    percent: formatNumber(Math.floor(percentOf(props.exporting) ?? 0)),
                  })
                : t('data.export.button')}
            </Button>
            <ColumnsMenu columns={columns} arrangement={arrangement} onChange={onArrange} />
            <DensityMenu arrangement={arrangement} onChange={onArrange} />
          </>
        }
      >
        <SearchField
          size="sm"
          className="w-56"
          label={t('data.search', { table: table.label })}
          placeholder={t('data.searchHint')}
          value={view.search}
          onChange={(search) => onViewChange({ search }, { replace: true })}
        />
        <FilterBar
          columns={columns}
          filters={view.filters}
          onChange={(filters) => onViewChange({ filters }, { replace: true })}
        />
      </Toolbar>
    </div>
  )
}
