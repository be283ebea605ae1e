import { importUpload, listImports, previewUpload, type UploadPreview } from '@flexoffice/contract/sources'
import { Banner, Button, Card, Form, RadioGroup, TextField, useForm } from '@flexoffice/ui'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { client, invalidate, showErrorToast } from '../../core/session/client.ts'
import { readFormProblems } from '../../core/session/problems.ts'
import { RoleChoice } from '../access/api.ts'
import { PreviewRows } from './preview-rows.tsx'
import { ReadingOptions } from './reading-options.tsx'
import { type ColumnChoice, chooseColumns, type ReadingChoice, suggestTableLabel } from './upload-choices.ts'
import { UploadColumns } from './upload-columns.tsx'
import { explainWarning } from './warnings.ts'

/** The file as it was understood, everything of which can be corrected before it is loaded. */
export function UploadReview({ first, onOtherFile }: { first: UploadPreview; onOtherFile: () => void }) {
  const { t, formatNumber } = useMessages()
  const navigate = useNavigate()
  const [preview, setPreview] = useState(first)
  const [reading, setReading] = useState<ReadingChoice>({})
  const [columns, setColumns] = useState<ColumnChoice[]>(() => chooseColumns(first))
  const [busy, setBusy] = useState(false)
  const readAgain = async (change: ReadingChoice) => {
    const next = { ...reading, ...change }
    setBusy(true)
    try {
      const answer = await client.call(previewUpload, { uploadId: preview.uploadId, ...next })
      setReading(next)
      setPreview(answer)
      setColumns(chooseColumns(answer, change.sheet === undefined ? columns : []))
    } catch (failure) {
      showErrorToast(failure)
    } finally {
      setBusy(false)
    }
  }
  const form = useForm({
    initial: {
      tableLabel: suggestTableLabel(preview.fileName),
      readers: [] as string[],
      onFailure: 'skip' as 'skip' | 'stop',
    },
    validate: ({ tableLabel }) => ({
      tableLabel: tableLabel.trim() === '' ? t('sources.problems.tableLabel') : undefined,
    }),
    submit: async (values) => {
      const { sheet: _, ...how } = reading
      const started = await client.call(importUpload, {
        uploadId: preview.uploadId,
        sheet: preview.sheet,
        ...how,
        headerRow: preview.headerRow,
        columns,
        ...values,
      })
      await invalidate([listImports])
      void navigate({ to: '/data/imports', search: { import: started.id } as never })
    },
    readFailure: readFormProblems,
  })
  const included = columns.filter((column) => column.include).length
  return (
    <Form
      {...form.form}
      label={t('sources.upload.title')}
      actions={
        <>
          <Button onClick={onOtherFile}>{t('sources.upload.otherFile')}</Button>
          <Button type="submit" variant="primary" busy={form.busy} disabled={included === 0 || busy}>
            {t('sources.upload.load', { count: included })}
          </Button>
        </>
      }
    >
      <Card
        title={preview.fileName}
        description={t('sources.upload.found', {
          count: preview.columns.length,
          size: formatNumber(Math.max(1, preview.size / 1024), { maximumFractionDigits: 0 }),
        })}
      >
        <div className="flex flex-col gap-3">
          <ReadingOptions preview={preview} busy={busy} onChange={(change) => void readAgain(change)} />
          {preview.warnings.map((warning) => (
            <Banner key={warning.code} tone="warning">
              {explainWarning(warning)}
            </Banner>
          ))}
        </div>
      </Card>
      <Card flush title={t('sources.upload.columns')} description={t('sources.upload.columnsHelp')}>
        <UploadColumns detected={preview.columns} choices={columns} onChange={setColumns} />
      </Card>
      <Card
        flush
        title={t('sources.upload.rows')}
        description={t('sources.upload.rowsHelp', { count: preview.rows.length })}
      >
        <PreviewRows preview={preview} choices={columns} />
      </Card>
      <Card title={t('sources.upload.table')}>
        <div className="flex max-w-2xl flex-col gap-4 py-1">
          <TextField label={t('sources.fields.tableLabel')} {...form.field('tableLabel')} />
          <RoleChoice
            label={t('sources.readers.label')}
            help={t('sources.readers.help')}
            values={form.values.readers}
            onChange={(readers) => form.set('readers', readers)}
          />
          <RadioGroup<'skip' | 'stop'>
            label={t('sources.upload.onFailure')}
            value={form.values.onFailure}
            onChange={(onFailure) => form.set('onFailure', onFailure)}
            options={[
              { value: 'skip', label: t('sources.upload.skip') },
              { value: 'stop', label: t('sources.upload.stop') },
            ]}
          />
        </div>
      </Card>
    </Form>
  )
}
