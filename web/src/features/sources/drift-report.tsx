import type { OutputOf } from '@flexoffice/contract/operation'
import type { refreshSource } from '@flexoffice/contract/sources'
import { Banner } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'

const parts = ['tablesAdded', 'tablesMissing', 'columnsAdded', 'columnsMissing'] as const

/** What changed at the source since it was last looked at. */
export function DriftReport({
  drift,
  onClose,
}: {
  drift: OutputOf<typeof refreshSource>['drift']
  onClose: () => void
}) {
  const { t } = useMessages()
  const renamed = drift.columnsRenamed.map(({ from, to }) => `${from} → ${to}`)
  const lines = [
    ...parts.map((part) => [part, drift[part]] as const),
    ['columnsRenamed', renamed] as const,
  ].filter(([, names]) => names.length > 0)
  if (lines.length === 0) {
    return (
      <Banner tone="success" live onDismiss={onClose}>
        {t('sources.drift.none')}
      </Banner>
    )
  }
  const lost = drift.tablesMissing.length + drift.columnsMissing.length > 0
  return (
    <Banner tone={lost ? 'warning' : 'info'} live title={t('sources.drift.title')} onDismiss={onClose}>
      <dl className="mt-1 flex flex-col gap-1">
        {lines.map(([part, names]) => (
          <div key={part} className="flex flex-wrap gap-x-2">
            <dt className="font-medium">{t(`sources.drift.${part}`, { count: names.length })}</dt>
            <dd className="min-w-0 wrap-anywhere">
              {names.slice(0, 12).join(', ')}
              {names.length > 12 ? ` +${names.length - 12}` : ''}
            </dd>
          </div>
        ))}
      </dl>
      {drift.tablesAdded.length > 0 ? <p className="mt-1">{t('sources.drift.newTables')}</p> : null}
      {drift.columnsAdded.length > 0 ? <p className="mt-1">{t('sources.drift.newHidden')}</p> : null}
    </Banner>
  )
}
