import { listImports } from '@flexoffice/contract/sources'
import { previewReload, type ReloadPreview, reloadTable } from '@flexoffice/contract/uploaded-tables'
import { Banner, Button, Card, Form, useForm } from '@flexoffice/ui'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { client, invalidate, showErrorToast } from '../../core/session/client.ts'
import { readFormProblems } from '../../core/session/problems.ts'
import { PreviewRows } from './preview-rows.tsx'
import { ReadingOptions } from './reading-options.tsx'
import {
  chooseTargets,
  countLoaded,
  idOf,
  listKeys,
  listMissing,
  type ReloadMode,
  suggestKey,
  type TargetChoice,
  toColumns,
} from './reload-choices.ts'
import { ReloadColumns } from './reload-columns.tsx'
import { ReloadRows } from './reload-rows.tsx'
import type { ReadingChoice } from './upload-choices.ts'
import { explainWarning } from './warnings.ts'

/** The file beside the table: where each column goes, and what becomes of the rows that are there. */
export function ReloadReview({ first, onOtherFile }: { first: ReloadPreview; onOtherFile: () => void }) {
  const { t } = useMessages()
  const navigate = useNavigate()
  const { found, reading, targets, setTargets, busy, readAgain } = useReading(first)
  const { preview, table } = found
  const form = useForm({
    initial: {
      mode: 'replace' as ReloadMode,
      keyColumns: suggestKey(table.columns, targets),
      onFailure: 'skip' as 'skip' | 'stop',
    },
    validate: ({ mode, keyColumns }) => ({
      keyColumns: mode === 'update' && keyColumns.length === 0 ? t('sources.reload.problems.key') : undefined,
    }),
    submit: async ({ mode, onFailure }) => {
      const { sheet: _, ...how } = reading
      const started = await client.call(reloadTable, {
        tableId: table.id,
        uploadId: preview.uploadId,
        sheet: preview.sheet,
        ...how,
        headerRow: preview.headerRow,
        mode,
        onFailure,
        keyColumns: key,
        columns: toColumns(targets),
      })
      await invalidate([listImports])
      void navigate({ to: '/data/imports', search: { import: started.id } as never })
    },
    readFailure: readFormProblems,
  })
  const keys = listKeys(table.columns, targets)
  const chosen = form.values.keyColumns.filter((id) => keys.some((column) => column.id === id))
  const key = form.values.mode === 'update' ? chosen : []
  const loaded = countLoaded(table.columns, targets, key)
  const shown = targets.map((choice) => ({
    ...choice,
    type: table.columns.find(({ id }) => id === idOf(choice.target))?.type ?? choice.type,
    include: choice.target !== 'none',
  }))
  return (
    <Form
      {...form.form}
      label={t('sources.reload.titleOf', { name: table.label })}
      actions={
        <>
          <Button onClick={onOtherFile}>{t('sources.upload.otherFile')}</Button>
          <Button
            type="submit"
            variant="primary"
            busy={form.busy}
            disabled={loaded === 0 || busy || (form.values.mode === 'update' && key.length === 0)}
          >
            {t(`sources.reload.submit.${form.values.mode}`)}
          </Button>
        </>
      }
    >
      <Card title={preview.fileName} description={t('sources.upload.columnCount', { count: targets.length })}>
        <div className="flex flex-col gap-3">
          <ReadingOptions preview={preview} busy={busy} onChange={(change) => void readAgain(change)} />
          {preview.warnings.map((warning) => (
            <Banner key={warning.code} tone="warning">
              {explainWarning(warning)}
            </Banner>
          ))}
        </div>
      </Card>
      <Card flush title={t('sources.upload.columns')} description={t('sources.reload.columnsHelp')}>
        <ReloadColumns
          detected={preview.columns}
          columns={table.columns}
          choices={targets}
          missing={listMissing(table.columns, targets)}
          mode={form.values.mode}
          onChange={setTargets}
        />
      </Card>
      <Card
        flush
        title={t('sources.upload.rows')}
        description={t('sources.upload.rowsHelp', { count: preview.rows.length })}
      >
        <PreviewRows preview={preview} choices={shown} />
      </Card>
      <ReloadRows
        values={{ ...form.values, keyColumns: chosen }}
        keys={keys}
        error={form.field('keyColumns').error}
        onMode={(mode) => form.set('mode', mode)}
        onKey={(ids) => form.set('keyColumns', ids)}
        onFailure={(onFailure) => form.set('onFailure', onFailure)}
      />
    </Form>
  )
}

function useReading(first: ReloadPreview) {
  const [found, setFound] = useState(first)
  const [reading, setReading] = useState<ReadingChoice>({})
  const [targets, setTargets] = useState<TargetChoice[]>(() => chooseTargets(first))
  const [busy, setBusy] = useState(false)
  const readAgain = async (change: ReadingChoice) => {
    const next = { ...reading, ...change }
    setBusy(true)
    try {
      const { uploadId } = found.preview
      const answer = await client.call(previewReload, { tableId: found.table.id, uploadId, ...next })
      setReading(next)
      setFound(answer)
      setTargets(chooseTargets(answer, change.sheet === undefined ? targets : []))
    } catch (failure) {
      showErrorToast(failure)
    } finally {
      setBusy(false)
    }
  }
  return { found, reading, targets, setTargets, busy, readAgain }
}
