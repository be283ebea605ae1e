import type { DataColumn } from '@flexoffice/contract/data'
import { Button, IconButton, Menu, Popover } from '@flexoffice/ui'
import { ListFilter, Plus, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { columnIcon } from './column-icon.ts'
import { formatValue } from './format-value.ts'
import { isMoment, operatorsFor, type ViewFilter } from './view-filters.ts'

// Its fields are needed only by those who set a condition.
const FilterEditor = lazy(() => import('./filter-editor.tsx'))

/** What a filter bar needs to know of a column. */
export type FilterColumn = Pick<DataColumn, 'id' | 'name' | 'label' | 'type' | 'enumLabels'> & {
  isKey?: boolean
}

/** The conditions on a table as chips, each opening its editor; the last button adds one. */
export function FilterBar({
  columns,
  filters,
  onChange,
}: {
  columns: readonly FilterColumn[]
  filters: readonly ViewFilter[]
  onChange: (filters: ViewFilter[]) => void
}) {
  const { t } = useMessages()
  const [open, setOpen] = useState<number | null>(null)
  const add = (column: FilterColumn) => {
    const operator = operatorsFor(column)[0]
    if (operator === undefined) return
    const { id, type } = column
    onChange([...filters, { column: id, operator, values: [], ...(isMoment(type) ? { type } : {}) }])
    // The menu gives the focus back first; then the editor takes it.
    setTimeout(() => setOpen(filters.length), 0)
  }
  return (
    <>
      {filters.map((filter, index) => {
        const column = columns.find(({ id }) => id === filter.column)
        if (!column) return null
        return (
          <FilterChip
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition is known by its place alone
            key={`${filter.column} ${index}`}
            filter={filter}
            column={column}
            open={open === index}
            onOpenChange={(next) => setOpen(next ? index : null)}
            onChange={(next) => onChange(filters.map((other, at) => (at === index ? next : other)))}
            onRemove={() => onChange(filters.filter((_, at) => at !== index))}
          />
        )
      })}
      <Menu
        trigger={
          filters.length === 0 ? (
            <Button size="sm" variant="ghost" icon={ListFilter}>
              {t('data.filters.add')}
            </Button>
          ) : (
            <IconButton size="sm" icon={Plus} label={t('data.filters.add')} />
          )
        }
        items={columns.map((column) => ({
          label: column.label,
          icon: columnIcon(column),
          onSelect: () => add(column),
        }))}
      />
      {filters.length > 1 ? (
        <Button size="sm" variant="ghost" onClick={() => onChange([])}>
          {t('data.filters.clear')}
        </Button>
      ) : null}
    </>
  )
}

interface FilterChipProps {
  filter: ViewFilter
  column: FilterColumn
  open: boolean
  onOpenChange: (open: boolean) => void
  onChange: (filter: ViewFilter) => void
  onRemove: () => void
}

function FilterChip({ filter, column, open, onOpenChange, onChange, onRemove }: FilterChipProps) {
  const { t } = useMessages()
  const words = describeFilter(filter, column, t)
  return (
    <span className="inline-flex h-7 max-w-full items-center rounded-md border border-line-strong bg-surface">
      <Popover
        title={t('data.filters.edit', { column: column.label })}
        open={open}
        onOpenChange={onOpenChange}
        trigger={
          <button
            type="button"
            className="flex h-full min-w-0 items-center gap-1 rounded-md pr-1 pl-2 hover:bg-hover"
          >
            <span className="truncate font-medium">{column.label}</span>
            <span className="shrink-0 text-muted">{words.operator}</span>
            {words.values ? <span className="max-w-48 truncate">{words.values}</span> : null}
          </button>
        }
      >
        <Suspense fallback={<div className="h-24 w-64" />}>
          <FilterEditor
            filter={filter}
            column={column}
            onChange={onChange}
            onDone={() => onOpenChange(false)}
          />
        </Suspense>
      </Popover>
      <button
        type="button"
        aria-label={t('data.filters.remove', { column: column.label })}
        onClick={onRemove}
        className="grid h-full w-6 place-items-center rounded-md text-faint hover:bg-hover hover:text-ink"
      >
        <X size={14} aria-hidden />
      </button>
    </span>
  )
}

/** A condition in words, for the chip. */
function describeFilter(
  { operator, values }: ViewFilter,
  column: FilterColumn,
  t: (key: string, params?: Record<string, unknown>) => string,
): { operator: string; values: string } {
  const isDay = isMoment(column.type)
  const shown = values.map((value) =>
    value === '' ? '…' : formatValue(value, { ...column, type: isDay ? 'date' : column.type }),
  )
  if (operator === 'between') {
    const [from = '…', to = '…'] = shown
    return { operator: t('data.operators.between'), values: shown.length === 0 ? '…' : `${from} – ${to}` }
  }
  const needsValues = !['isNull', 'isNotNull', 'isTrue', 'isFalse'].includes(operator)
  const list = shown.length > 2 ? `${shown.slice(0, 2).join(', ')} +${shown.length - 2}` : shown.join(', ')
  return { operator: t(`data.operators.${operator}`), values: needsValues ? list || '…' : '' }
}
