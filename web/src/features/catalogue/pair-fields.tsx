import type { CatalogueColumn, TableStructure } from '@flexoffice/contract/catalogue'
import { Button, Combobox, classNames, IconButton, Skeleton } from '@flexoffice/ui'
import { ArrowRight, CircleAlert, Plus, X } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { columnIcon } from '../data/api.ts'
import { canPair, mostPairs, type Pair, presentColumns } from './relation-draft.ts'

/** Properties of PairFields. */
export interface PairFieldsProps {
  structure: TableStructure
  /** Absent while it is read. */
  target: TableStructure | undefined
  pairs: readonly Pair[]
  error?: string
  onChange: (pairs: Pair[]) => void
}

/** Which column of this table names which column of the other; only columns that can be compared are offered. */
export function PairFields({ structure, target, pairs, error, onChange }: PairFieldsProps) {
  const { t } = useMessages()
  const columns = presentColumns(structure)
  const targetColumns = presentColumns(target)
  // Room for the button that takes a pair away, once there is one.
  const grid = pairs.length > 1 ? 'grid-cols-[1fr_1rem_1fr_1.75rem]' : 'grid-cols-[1fr_1rem_1fr]'
  const change = (index: number, next: Partial<Pair>) =>
    onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...next } : pair)))
  const setFrom = (index: number, from: string | null) => {
    const to = find(targetColumns, pairs[index]?.to)
    const chosen = find(columns, from)
    // A column of another type can not stay on the other side.
    change(index, { from, to: to && chosen && !canPair(chosen, to) ? null : (to?.id ?? null) })
  }
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5" data-invalid={error ? '' : undefined}>
      <legend className="contents">
        <span className="font-medium">{t('catalogue.relation.columns')}</span>
      </legend>
      {target ? (
        <>
          <div className={classNames('grid gap-x-2 text-sm text-muted', grid)} aria-hidden>
            <span className="truncate">{structure.table.label}</span>
            <span />
            <span className="truncate">{target.table.label}</span>
          </div>
          {pairs.map((pair, index) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: a pair has no identity besides its place
              key={index}
              className={classNames('grid items-center gap-x-2', grid)}
            >
              <Combobox
                hideLabel
                label={t('catalogue.relation.columnOf', { table: structure.table.label, number: index + 1 })}
                placeholder={t('catalogue.relation.chooseColumn')}
                options={toOptions(columns)}
                value={pair.from}
                onChange={(from) => setFrom(index, from)}
              />
              <ArrowRight size={14} className="text-faint" aria-hidden />
              <Combobox
                hideLabel
                label={t('catalogue.relation.columnOf', { table: target.table.label, number: index + 1 })}
                placeholder={t('catalogue.relation.chooseColumn')}
                options={toOptions(targetColumns, find(columns, pair.from))}
                value={pair.to}
                onChange={(to) => change(index, { to })}
              />
              {pairs.length > 1 ? (
                <IconButton
                  size="sm"
                  icon={X}
                  label={t('catalogue.relation.removePair', { number: index + 1 })}
                  onClick={() => onChange(pairs.filter((_, at) => at !== index))}
                />
              ) : null}
            </div>
          ))}
        </>
      ) : (
        <Skeleton className="h-8 w-full" />
      )}
      {error ? (
        <p className="flex items-start gap-1 text-sm text-danger-ink">
          <CircleAlert size={14} className="mt-px shrink-0" aria-hidden />
          {error}
        </p>
      ) : null}
      {target && pairs.length < mostPairs ? (
        <Button
          size="sm"
          variant="ghost"
          icon={Plus}
          className="self-start"
          onClick={() => onChange([...pairs, { from: null, to: null }])}
        >
          {t('catalogue.relation.addPair')}
        </Button>
      ) : null}
    </fieldset>
  )
}

/** Columns as choices; beside a chosen one of the other side, those that can be compared with it. */
function toOptions(columns: readonly CatalogueColumn[], other?: CatalogueColumn) {
  return columns
    .filter((column) => !other || canPair(column, other))
    .map((column) => ({
      value: column.id,
      label: column.name,
      description: `${column.label} · ${column.databaseType}`,
      icon: columnIcon(column),
    }))
}

function find(columns: readonly CatalogueColumn[], id: string | null | undefined) {
  return columns.find((column) => column.id === id)
}
