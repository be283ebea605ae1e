import type { DataColumn, DataTable, exportRecords } from '@flexoffice/contract/data'
import type { InputOf } from '@flexoffice/contract/operation'
import { Banner, Button, Dialog, Progress, RadioGroup } from '@flexoffice/ui'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { currentLanguage, useMessages } from '../../core/i18n/languages.ts'
import type { DownloadProgress } from '../../core/session/download.ts'

/** How the file is written. */
export type ExportFormat = NonNullable<InputOf<typeof exportRecords>['format']>

/** One export: what it takes, as it was on screen when it was asked for. */
export interface ExportWish {
  input: InputOf<typeof exportRecords>
  columns: readonly DataColumn[]
  /** How many records; null when nobody counted. */
  records: { kind: 'exact' | 'estimated' | 'at_least' | 'chosen'; count: number } | null
}

const formats = {
  excelComma: { delimiter: ';', decimals: ',', mark: true },
  excelPoint: { delimiter: ',', decimals: '.', mark: true },
  other: { delimiter: ',', decimals: '.', mark: false },
} as const satisfies Record<string, ExportFormat>
type FormatName = keyof typeof formats
const formatNames = Object.keys(formats) as FormatName[]

/** Properties of ExportDialog. */
export interface ExportDialogProps {
  open: boolean
  table: DataTable
  wish: ExportWish
  /** Of the export that runs; null before and after. */
  progress: DownloadProgress | null
  problem: string | undefined
  onStart: (format: ExportFormat) => void
  /** Stops the running export. */
  onCancel: () => void
  onClose: () => void
}

/** Asks for whom the file is written, then shows how far it is; closing it lets the export go on. */
export function ExportDialog(props: ExportDialogProps) {
  const { open, table, wish, progress, problem, onStart, onCancel, onClose } = props
  const { t } = useMessages()
  const [format, setFormat] = useState(keptFormat)
  const start = () => {
    localStorage.setItem(formatKey, format)
    onStart(formats[format])
  }
  const footer = progress ? (
    <>
      <Button onClick={onCancel}>{t('data.export.stop')}</Button>
      <Button variant="primary" onClick={onClose}>
        {t('data.export.hide')}
      </Button>
    </>
  ) : (
    <>
      <Button onClick={onClose}>{t('data.export.cancel')}</Button>
      <Button variant="primary" icon={Download} onClick={start}>
        {t('data.export.start')}
      </Button>
    </>
  )
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t('data.export.title', { table: table.label })}
      description={<What wish={wish} />}
      footer={footer}
    >
      {progress ? (
        <Running progress={progress} />
      ) : (
        <div className="flex flex-col gap-4">
          {problem ? (
            <Banner tone="danger" title={t('data.export.failed')} live>
              {problem}
            </Banner>
          ) : null}
          <RadioGroup
            label={t('data.export.program')}
            cards
            options={formatNames.map((value) => ({
              value,
              label: t(`data.export.${value}`),
              description: t(`data.export.${value}Detail`),
            }))}
            value={format}
            onChange={setFormat}
          />
          <Notes wish={wish} />
        </div>
      )}
    </Dialog>
  )
}

function What({ wish }: { wish: ExportWish }) {
  const { t } = useMessages()
  const columns = t('data.export.columns', { count: wish.columns.length })
  if (!wish.records) return <>{columns}</>
  const { kind, count } = wish.records
  return <>{t('data.export.what', { records: t(`data.export.records.${kind}`, { count }), columns })}</>
}

function Notes({ wish }: { wish: ExportWish }) {
  const { t } = useMessages()
  const hasInstants = wish.columns.some(({ type }) => type === 'timestamp')
  return (
    <p className="text-sm text-muted">
      {t('data.export.note')} {hasInstants ? t('data.export.instants') : null}
    </p>
  )
}

function Running({ progress }: { progress: DownloadProgress }) {
  const { t, formatNumber } = useMessages()
  const { lines, records } = progress
  if (records === null) return <Progress label={t('data.export.counting')} value={null} />
  const done = recordsOf(progress)
  return (
    <Progress
      label={t('data.export.running')}
      value={percentOf(progress)}
      detail={
        lines === 0
          ? undefined
          : t('data.export.progress', { done: formatNumber(done), total: formatNumber(records) })
      }
    />
  )
}

/** How many records came; the header is none. */
function recordsOf({ lines, records }: DownloadProgress): number {
  return Math.min(Math.max(0, lines - 1), records ?? 0)
}

/** How much of an export came, of 100; null before anything was counted. */
export function percentOf(progress: DownloadProgress): number | null {
  if (progress.records === null) return null
  return progress.records === 0 ? 100 : (recordsOf(progress) / progress.records) * 100
}

const formatKey = 'export-format'

/** What was chosen last, else what Excel expects in the person's language. */
function keptFormat(): FormatName {
  const kept = localStorage.getItem(formatKey) as FormatName | null
  if (kept !== null && formatNames.includes(kept)) return kept
  return currentLanguage() === 'en' ? 'excelPoint' : 'excelComma'
}
