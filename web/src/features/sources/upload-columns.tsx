import type { UploadColumn } from '@flexoffice/contract/sources'
import { Checkbox, Select, SimpleTable, TextField } from '@flexoffice/ui'
import { TriangleAlert } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { type ColumnChoice, uploadTypes } from './upload-choices.ts'
import { explainWarning } from './warnings.ts'

/** The columns of the file: which to take, what to call them, what they hold. */
export function UploadColumns({
  detected,
  choices,
  onChange,
}: {
  detected: readonly UploadColumn[]
  choices: readonly ColumnChoice[]
  onChange: (choices: ColumnChoice[]) => void
}) {
  const { t } = useMessages()
  const change = (index: number, part: Partial<ColumnChoice>) =>
    onChange(choices.map((choice) => (choice.index === index ? { ...choice, ...part } : choice)))
  const all = choices.every((choice) => choice.include)
  return (
    <>
      <div className="border-b border-line px-4 py-2">
        <Checkbox
          label={t('sources.upload.includeAll')}
          checked={all}
          indeterminate={!all && choices.some((choice) => choice.include)}
          onChange={(include) => onChange(choices.map((choice) => ({ ...choice, include })))}
        />
      </div>
      <SimpleTable<ColumnChoice>
        label={t('sources.upload.columns')}
        rows={choices}
        rowKey={(choice) => String(choice.index)}
        columns={[
          {
            id: 'include',
            title: t('sources.upload.include'),
            hideTitle: true,
            width: 40,
            render: (choice) => (
              <Checkbox
                label={t('sources.upload.includeColumn', { column: choice.label })}
                hideLabel
                checked={choice.include}
                onChange={(include) => change(choice.index, { include })}
              />
            ),
          },
          {
            id: 'label',
            title: t('sources.upload.columnName'),
            width: 220,
            render: (choice) => (
              <TextField
                label={t('sources.upload.columnName')}
                hideLabel
                size="sm"
                disabled={!choice.include}
                value={choice.label}
                onChange={(label) => change(choice.index, { label })}
              />
            ),
          },
          {
            id: 'type',
            title: t('sources.upload.type'),
            width: 190,
            render: (choice) => (
              <Select
                label={t('sources.upload.typeOf', { column: choice.label })}
                hideLabel
                size="sm"
                disabled={!choice.include}
                value={choice.type}
                onChange={(type) => change(choice.index, { type })}
                options={uploadTypes.map((type) => ({ value: type, label: t(`sources.types.${type}`) }))}
              />
            ),
          },
          {
            id: 'examples',
            title: t('sources.upload.examples'),
            render: (choice) => <ColumnNotes column={detected.find(({ index }) => index === choice.index)} />,
          },
        ]}
      />
    </>
  )
}

/** What a column of the file holds, and what is to be said of it. */
export function ColumnNotes({ column }: { column?: UploadColumn }) {
  if (!column) return null
  return (
    <div className="flex min-w-60 flex-col gap-0.5">
      <span className="line-clamp-1 text-muted">{column.examples.slice(0, 4).join(' · ') || '—'}</span>
      {column.warnings.map((warning) => (
        <span key={warning.code} className="flex items-start gap-1 text-sm text-warning-ink">
          <TriangleAlert size={14} className="mt-px shrink-0" aria-hidden />
          {explainWarning(warning)}
        </span>
      ))}
    </div>
  )
}
