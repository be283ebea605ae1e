import type { ConnectionReport } from '@flexoffice/contract/sources'
import { Banner, Button } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { TableChoice } from './table-choice.tsx'

/** Properties of TableStep. */
export interface TableStepProps {
  report: ConnectionReport
  chosen: ReadonlySet<string>
  onChange: (chosen: Set<string>) => void
  onBack: () => void
  onNext: () => void
}

/** What was found behind the connection, and which of its tables to use. */
export function TableStep({ report, chosen, onChange, onBack, onNext }: TableStepProps) {
  const { t } = useMessages()
  return (
    <div className="flex flex-col gap-3">
      <Banner
        tone="success"
        title={t('sources.connect.reached', { product: report.product, version: report.version })}
      >
        {[
          report.tls
            ? t('sources.connect.encrypted', { protocol: report.tls })
            : t('sources.connect.notEncrypted'),
          t('sources.connect.latency', { count: Math.round(report.latencyMilliseconds) }),
          t(report.canWrite && !report.readOnly ? 'sources.connect.canWrite' : 'sources.connect.readsOnly'),
        ].join(' · ')}
      </Banner>
      {report.tables.length === 0 ? (
        <Banner tone="warning" title={t('sources.connect.noTables')}>
          {t('sources.connect.noTablesHelp')}
        </Banner>
      ) : (
        <TableChoice tables={report.tables} chosen={chosen} onChange={onChange} />
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onBack}>{t('sources.back')}</Button>
        <Button variant="primary" disabled={chosen.size === 0} onClick={onNext}>
          {t('sources.next')}
        </Button>
      </div>
    </div>
  )
}
