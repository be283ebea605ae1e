import { listCatalogue } from '@flexoffice/contract/catalogue'
import { listTables } from '@flexoffice/contract/data'
import { listSources } from '@flexoffice/contract/sources'
import {
  dropUploadedTable,
  listUploadedTables,
  showUploadedTable,
  type UploadedTable,
} from '@flexoffice/contract/uploaded-tables'
import { Banner, ConfirmDialog, SkeletonText, showToast } from '@flexoffice/ui'
import type { ReactNode } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useAct, useOperation } from '../../core/session/client.ts'
import { explainError } from '../../core/session/problems.ts'

/** Asks before a table goes for good: how many rows, who would miss it, its name typed. */
export function DropTableDialog({
  table,
  onClose,
}: {
  table: { id: string; label: string }
  onClose: () => void
}) {
  const { t } = useMessages()
  const answer = useOperation(showUploadedTable, { tableId: table.id }, { staleTime: 0 })
  const drop = useAct(dropUploadedTable, {
    invalidates: [listUploadedTables, listTables, listCatalogue, listSources],
    onDone: ({ rows }) =>
      showToast({
        tone: 'success',
        title: t('sources.drop.done', { name: table.label, count: rows }),
      }),
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('sources.drop.title', { name: table.label })}
      confirmLabel={t('sources.drop.confirm')}
      typeToConfirm={table.label}
      onConfirm={() => drop.mutateAsync({ tableId: table.id, label: table.label })}
    >
      {answer.isPending ? (
        <SkeletonText lines={3} />
      ) : answer.error ? (
        <Banner tone="danger" title={explainError(answer.error).title} />
      ) : (
        <Consequences table={answer.data} />
      )}
    </ConfirmDialog>
  )
}

function Consequences({ table }: { table: UploadedTable }) {
  const { t } = useMessages()
  const { pages, otherPages, relatedTables } = table
  return (
    <>
      <p>{t('sources.drop.detail', { count: table.rows })}</p>
      <Users title={t('sources.drop.pages')} names={pages.map(({ title }) => title)}>
        {otherPages > 0 ? <li>{t('sources.drop.otherPages', { count: otherPages })}</li> : null}
      </Users>
      <Users title={t('sources.drop.tables')} names={relatedTables} />
      {pages.length + otherPages + relatedTables.length === 0 ? <p>{t('sources.drop.unused')}</p> : null}
    </>
  )
}

function Users({
  title,
  names,
  children = null,
}: {
  title: string
  names: readonly string[]
  children?: ReactNode
}) {
  if (names.length === 0 && children === null) return null
  return (
    <div>
      <p className="font-medium text-ink">{title}</p>
      <ul className="max-h-40 list-disc overflow-y-auto pl-5 wrap-anywhere">
        {names.map((name, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may have one name
          <li key={index}>{name}</li>
        ))}
        {children}
      </ul>
    </div>
  )
}
