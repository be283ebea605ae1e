import { Badge, classNames } from '@flexoffice/ui'
import { Check, EyeOff, Minus } from 'lucide-react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import type { ShownColumn } from './configured-columns.ts'
import { formatCell } from './format-cell.ts'

/** A value in the grid: what is empty, masked or yes and no is told by more than its text. */
export function TableCell({ value, column }: { value: unknown; column: ShownColumn }) {
  const { t } = useMessages()
  const text = formatCell(value, column.type, column)
  if (column.source?.access === 'masked') {
    return (
      <span className="flex min-w-0 items-center gap-1.5 text-muted" title={t('data.masked')} data-masked>
        <EyeOff size={13} className="shrink-0" aria-hidden />
        <span className="sr-only">{t('data.masked')}: </span>
        <span className="truncate">{text || '•••'}</span>
      </span>
    )
  }
  if (text === '') return <span />
  if (column.type === 'boolean' && !column.format) {
    const Icon = value === true ? Check : Minus
    return (
      <span className="flex items-center gap-1.5">
        <Icon size={14} className={value === true ? 'text-success-ink' : 'text-faint'} aria-hidden />
        {text}
      </span>
    )
  }
  if (column.format === 'badge' || (!column.format && column.source?.enumLabels)) return <Badge>{text}</Badge>
  const isMono = ['json', 'uuid', 'binary'].includes(column.type)
  return <span className={classNames('truncate', isMono && 'font-mono text-sm')}>{text}</span>
}
