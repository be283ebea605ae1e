import type { RoleGrantInput } from '@flexoffice/contract/access'
import { previewAccess } from '@flexoffice/contract/data'
import { Banner, classNames, EmptyState, SkeletonText } from '@flexoffice/ui'
import { Eye } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { explainError } from '../../core/session/problems.ts'
import { PersonChoice } from './person-choice.tsx'
import { useSettled } from './use-settled.ts'

/** The first rows as a person would see them with the rights as they are being written; `draft` is null while a rule is not sound. */
export function PreviewAs({
  tableId,
  draft,
  role,
}: {
  tableId: string
  draft: RoleGrantInput | null
  role: string
}) {
  const { t } = useMessages()
  const [personId, setPersonId] = useState<string | null>(null)
  const settled = useSettled(draft, 500)
  const answer = useOperation(
    previewAccess,
    { tableId, personId: personId ?? '', draft: settled ?? undefined, limit: 20 },
    { enabled: personId !== null && settled !== null, keepPrevious: true, staleTime: 0 },
  )
  return (
    <div className="flex min-w-0 flex-col gap-3 rounded-md border border-line bg-canvas p-3">
      <PersonChoice label={t('access.preview.as')} role={role} value={personId} onChange={setPersonId} />
      {personId === null ? (
        <EmptyState icon={Eye} title={t('access.preview.choose')} className="py-6!">
          {t('access.preview.chooseDetail')}
        </EmptyState>
      ) : answer.error ? (
        <Banner tone="danger">{explainError(answer.error).title}</Banner>
      ) : answer.data ? (
        <Rows answer={answer.data} stale={draft === null || draft !== settled || answer.isFetching} />
      ) : (
        <SkeletonText lines={5} />
      )}
    </div>
  )
}

function Rows({ answer, stale }: { answer: Preview; stale: boolean }) {
  const { t, formatNumber } = useMessages()
  const { columns, rows, visibleRows } = answer
  if (columns.length === 0) return <EmptyState title={t('access.preview.nothing')} className="py-6!" />
  return (
    <div className={classNames('flex min-w-0 flex-col gap-2 transition-opacity', stale && 'opacity-60')}>
      <p role="status" className="font-medium">
        {t(visibleRows.kind === 'exact' ? 'access.preview.sees' : 'access.preview.seesMore', {
          count: visibleRows.count,
          rows: formatNumber(visibleRows.count),
        })}
      </p>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={t('access.preview.rows')}
        className="max-h-72 overflow-auto rounded-md border border-line bg-surface"
      >
        <table className="w-max min-w-full border-collapse text-left text-sm">
          <thead className="sticky top-0 bg-sunken">
            <tr>
              {columns.map((column) => (
                <th key={column.id} scope="col" className="h-7 px-2 font-medium whitespace-nowrap text-muted">
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a preview have no key
              <tr key={index} className="border-t border-line">
                {columns.map((column, at) => (
                  <td key={column.id} className="h-7 max-w-48 truncate px-2">
                    {printValue(row[at])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

type Preview = NonNullable<ReturnType<typeof useOperation<typeof previewAccess>>['data']>

function printValue(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
