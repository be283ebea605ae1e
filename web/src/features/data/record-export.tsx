import { type DataColumn, type DataTable, exportRecords, type listRecords } from '@flexoffice/contract/data'
import type { InputOf, OutputOf } from '@flexoffice/contract/operation'
import { type GridSort, placeColumns, showToast } from '@flexoffice/ui'
import { type ReactNode, useRef, useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { DownloadBroken, type DownloadProgress, downloadCsv } from '../../core/session/download.ts'
import { explainError } from '../../core/session/problems.ts'
import { ExportDialog, type ExportFormat, type ExportWish } from './export-dialog.tsx'
import { toGridColumns } from './grid-columns.tsx'
import { toQuerySort } from './records.ts'
import type { Arrangement } from './view-state.ts'

/** What of a table is on screen. */
export interface ShownRecords {
  table: DataTable
  columns: readonly DataColumn[]
  arrangement: Arrangement
  filter: InputOf<typeof listRecords>['filter']
  sort: readonly GridSort[]
  total: OutputOf<typeof listRecords>['total'] | undefined
}

/** The export of what a table shows: its dialog, and how to open it, for all that is shown or for chosen records. */
export function useRecordExport(shown: ShownRecords): {
  open: (keys?: readonly string[]) => void
  /** How far the running one is. */
  progress: DownloadProgress | null
  dialog: ReactNode
} {
  const { t } = useMessages()
  const [wish, setWish] = useState<ExportWish | null>(null)
  const [isOpen, setOpen] = useState(false)
  const [progress, setProgress] = useState<DownloadProgress | null>(null)
  const [problem, setProblem] = useState<string>()
  const running = useRef<AbortController | null>(null)

  function open(keys?: readonly string[]): void {
    setOpen(true)
    if (running.current) return
    setProblem(undefined)
    setWish(wishFor(shown, keys))
  }

  async function start({ input }: ExportWish, format: ExportFormat): Promise<void> {
    const controller = new AbortController()
    const { signal } = controller
    running.current = controller
    setProblem(undefined)
    setProgress({ lines: 0, records: null })
    try {
      const lines = await downloadCsv(
        exportRecords,
        { ...input, format },
        { signal, onProgress: setProgress },
      )
      showToast({ tone: 'success', title: t('data.export.done', { count: lines - 1 }) })
      setOpen(false)
    } catch (error) {
      if (signal.aborted) {
        showToast({ title: t('data.export.stopped') })
        setOpen(false)
      } else {
        setProblem(
          error instanceof DownloadBroken ? t('errors.export_broken_off') : explainError(error).title,
        )
        setOpen(true)
      }
    } finally {
      running.current = null
      setProgress(null)
    }
  }

  const dialog = wish ? (
    <ExportDialog
      open={isOpen}
      table={shown.table}
      wish={wish}
      progress={progress}
      problem={problem}
      onStart={(format) => void start(wish, format)}
      onCancel={() => running.current?.abort()}
      onClose={() => setOpen(false)}
    />
  ) : null
  return { open, progress, dialog }
}

function wishFor(shown: ShownRecords, keys: readonly string[] | undefined): ExportWish {
  const { table, columns, arrangement, filter, sort, total } = shown
  const placed = placeColumns(toGridColumns(columns, false), arrangement.layout, 0)
  const ids = placed.map(({ column }) => column.id)
  return {
    input: {
      tableId: table.id,
      columns: ids,
      sort: toQuerySort(sort),
      ...(keys ? { keys: [...keys] } : { filter }),
    },
    columns: ids.flatMap((id) => columns.find((column) => column.id === id) ?? []),
    records: keys ? { kind: 'chosen', count: keys.length } : (total ?? null),
  }
}
