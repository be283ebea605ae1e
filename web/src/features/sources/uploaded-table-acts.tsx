import { listUploadedTables } from '@flexoffice/contract/uploaded-tables'
import { buttonClassName, IconButton, Tooltip } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { RefreshCw, Trash2 } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { usePermission } from '../../core/session/session.ts'

/** The tables that the person may load again or drop, by id; none while that is not known. */
export function useUploadedTables(enabled = true): ReadonlyMap<string, { id: string; label: string }> {
  const mayUpload = usePermission('sources.upload')
  const answer = useOperation(listUploadedTables, {}, { enabled: enabled && mayUpload, staleTime: 5_000 })
  return new Map((answer.data?.tables ?? []).map((table) => [table.id, table]))
}

/** What can be done with a table that an upload made; in a row that is a button itself, too. */
export function UploadedTableActs({
  table,
  onDrop,
}: {
  table: { id: string; label: string }
  onDrop: (table: { id: string; label: string }) => void
}) {
  const { t } = useMessages()
  return (
    <span className="flex justify-end gap-1">
      <Tooltip text={t('sources.reload.actionOf', { name: table.label })}>
        <Link
          to={`/data/imports/again/${table.id}`}
          className={`${buttonClassName('ghost', 'sm')} w-7 px-0!`}
          aria-label={t('sources.reload.actionOf', { name: table.label })}
          onClick={(event) => event.stopPropagation()}
        >
          <RefreshCw size={16} strokeWidth={1.75} aria-hidden />
        </Link>
      </Tooltip>
      <IconButton
        size="sm"
        icon={Trash2}
        label={t('sources.drop.actionOf', { name: table.label })}
        onClick={(event) => {
          event.stopPropagation()
          onDrop(table)
        }}
      />
    </span>
  )
}
