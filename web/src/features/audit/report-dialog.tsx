import { exportAccessReport } from '@flexoffice/contract/audit'
import { Button, Checkbox, type DateRange, DateRangeField, Dialog, showToast } from '@flexoffice/ui'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { downloadCsv } from '../../core/session/download.ts'
import { listDatePresets } from '../data/api.ts'
import { startOfDay } from './audit-search.ts'

const offered = ['lastMonth', 'thisYear']

/** Downloads who can do what with each table now, with the changes of rights and the refused attempts of a period. */
export function ReportDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useMessages()
  const presets = listDatePresets(new Date()).filter(({ key }) => offered.includes(key))
  const [period, setPeriod] = useState<DateRange>(() => presets.at(-1)!.range)
  const [everybody, setEverybody] = useState(false)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const problem = problemOf(period)
  const download = async () => {
    setTried(true)
    if (problem || !period.from || !period.to) return
    setBusy(true)
    try {
      const days = { from: startOfDay(period.from, 0), to: startOfDay(period.to, 1) }
      await downloadCsv(exportAccessReport, { ...days, everybody })
      onClose()
    } catch {
      showToast({ title: t('audit.exportFailed'), tone: 'danger' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t('audit.report.title')}
      description={t('audit.report.description')}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button variant="primary" icon={Download} busy={busy} onClick={() => void download()}>
            {t('audit.report.download')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <DateRangeField
          label={t('audit.report.period')}
          help={t('audit.report.periodHelp')}
          error={tried && problem ? t(`audit.report.${problem}`) : undefined}
          value={period}
          onChange={setPeriod}
          presets={presets.map(({ key, range }) => ({ label: t(`data.presets.${key}`), range }))}
        />
        <Checkbox
          label={t('audit.report.everybody')}
          help={t('audit.report.everybodyHelp')}
          checked={everybody}
          onChange={setEverybody}
        />
      </div>
    </Dialog>
  )
}

function problemOf({ from, to }: DateRange): 'openPeriod' | 'endsBefore' | null {
  if (!from || !to) return 'openPeriod'
  return from > to ? 'endsBefore' : null
}
