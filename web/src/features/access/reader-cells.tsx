import type { TableReader } from '@flexoffice/contract/access'
import { useMessages } from '../../core/i18n/languages.ts'
import { useRoleLabel } from './role-label.ts'

/** The rows that somebody sees: all, or those of the rules of their roles. */
export function ReaderRows({ reader: { because, limited } }: { reader: TableReader }) {
  const { t } = useMessages()
  const roleLabel = useRoleLabel()
  if (!limited) return <span className="text-muted">{t('access.rows.all')}</span>
  return (
    <span className="flex min-w-28 flex-col gap-0.5 py-1">
      {because.map(({ role, rows }) => (
        <span key={role}>
          <code className="font-mono text-sm wrap-break-word">{rows}</code>
          {because.length > 1 ? <span className="text-sm text-muted"> · {roleLabel(role)}</span> : null}
        </span>
      ))}
    </span>
  )
}

/** What of the columns somebody sees: how many, and the names of those that are held back in some way. */
export function ReaderColumns({
  reader,
  labels,
}: {
  reader: TableReader
  labels: ReadonlyMap<string, string>
}) {
  const { t } = useMessages()
  const kinds = (['hidden', 'masked', 'partly', 'readOnly'] as const).filter(
    (kind) => reader[kind].length > 0,
  )
  const visible = labels.size - reader.hidden.length
  return (
    <span className="flex min-w-32 flex-col gap-0.5 py-1">
      <span className="text-muted">
        {reader.hidden.length === 0
          ? t('access.columns.all')
          : t('access.columns.visible', { count: visible, total: labels.size })}
      </span>
      {kinds.map((kind) => (
        <span key={kind} className="text-sm">
          <span className="text-muted">{t(`access.readers.${kind}`)}</span>{' '}
          <Names names={reader[kind].map((id) => labels.get(id) ?? id)} />
        </span>
      ))}
    </span>
  )
}

const namedAtMost = 4

function Names({ names }: { names: readonly string[] }) {
  const { t } = useMessages()
  const rest = names.length - namedAtMost
  if (rest <= 0) return <>{names.join(', ')}</>
  const named = names.slice(0, namedAtMost).join(', ')
  return <span title={names.join(', ')}>{t('access.readers.andMore', { names: named, count: rest })}</span>
}
