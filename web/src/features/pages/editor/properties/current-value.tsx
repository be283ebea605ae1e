import { CircleAlert } from 'lucide-react'
import { useMessages } from '../../../../core/i18n/languages.ts'

const longest = 120

/** What an expression gives at present, or why it gives nothing. */
export function CurrentValue({ value, error }: { value?: unknown; error?: string }) {
  const { t } = useMessages()
  if (error)
    return (
      <span className="flex items-start gap-1 text-warning-ink">
        <CircleAlert size={14} className="mt-px shrink-0" aria-hidden />
        {error}
      </span>
    )
  return (
    <span className="flex min-w-0 gap-1 text-muted">
      <span className="sr-only">{t('pageEditor.properties.currentValue')}</span>
      <span aria-hidden>=</span>
      <code className="truncate font-mono">{printCurrent(value)}</code>
    </span>
  )
}

/** A value on one line. */
export function printCurrent(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  const text = typeof value === 'string' ? `"${value}"` : safeJson(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

function safeJson(value: unknown): string {
  return JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? item.toString() : item)) ?? 'null'
}
