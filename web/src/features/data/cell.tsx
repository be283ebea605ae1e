import type { DataColumn } from '@flexoffice/contract/data'
import { classNames } from '@flexoffice/ui'
import { Check, EyeOff, Minus } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { formatValue } from './format-value.ts'

/** A value in a cell or a panel: what is empty, masked or yes and no is told by more than its text. */
export function Cell({ value, column }: { value: unknown; column: DataColumn }) {
  const { t } = useMessages()
  if (column.access === 'masked') {
    return (
      <span className="flex min-w-0 items-center gap-1.5 text-muted" title={t('data.masked')} data-masked>
        <EyeOff size={13} className="shrink-0" aria-hidden />
        <span className="sr-only">{t('data.masked')}: </span>
        <span className="truncate">{value === null ? '•••' : formatValue(value, column)}</span>
      </span>
    )
  }
  if (value === null || value === undefined) return <span className="text-faint" aria-hidden />
  if (column.type === 'boolean') {
    const Icon = value === true ? Check : Minus
    return (
      <span
        className={classNames(
          'flex items-center gap-1.5',
          value === true ? 'text-success-ink' : 'text-faint',
        )}
      >
        <Icon size={14} aria-hidden />
        <span className="text-ink">{formatValue(value, column)}</span>
      </span>
    )
  }
  if (column.enumLabels) {
    return (
      <span className="inline-flex h-5 max-w-full items-center rounded-full bg-pressed px-2 text-sm">
        <span className="truncate">{String(value)}</span>
      </span>
    )
  }
  const mono = column.type === 'json' || column.type === 'uuid' || column.type === 'binary'
  return (
    <span className={classNames('truncate', mono && 'font-mono text-sm')}>{formatValue(value, column)}</span>
  )
}
