import type { UploadPreview } from '@flexoffice/contract/sources'
import { Select, Spinner } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import type { ReadingChoice } from './upload-choices.ts'

const delimiters = [',', ';', '\t', '|'] as const
const encodings = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const
const noHeader = 'none'
const detected = 'detected'

/** How the file is read: sheet, row of titles and order of day and month, and for text delimiter, encoding and decimal sign. */
export function ReadingOptions({
  preview,
  busy,
  onChange,
}: {
  preview: UploadPreview
  busy: boolean
  onChange: (change: ReadingChoice) => void
}) {
  const { t } = useMessages()
  const { delimited } = preview
  const rows = [...new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, preview.headerRow ?? 0])].sort((a, b) => a - b)
  return (
    <div className="flex flex-wrap items-end gap-3">
      {preview.sheets.length > 1 ? (
        <Select
          className="w-56"
          label={t('sources.reading.sheet')}
          value={String(preview.sheet)}
          onChange={(sheet) => onChange({ sheet: Number(sheet), headerRow: undefined })}
          options={preview.sheets.map(({ name, index }) => ({ value: String(index), label: name }))}
        />
      ) : null}
      <Select
        className="w-44"
        label={t('sources.reading.header')}
        value={preview.headerRow === null ? noHeader : String(preview.headerRow)}
        onChange={(row) => onChange({ headerRow: row === noHeader ? null : Number(row) })}
        options={[
          { value: noHeader, label: t('sources.reading.noHeader') },
          ...rows.map((row) => ({ value: String(row), label: t('sources.reading.row', { row: row + 1 }) })),
        ]}
      />
      {delimited ? (
        <>
          <Select
            className="w-36"
            label={t('sources.reading.delimiter')}
            value={delimited.delimiter}
            onChange={(delimiter) => onChange({ delimiter: delimiter as ReadingChoice['delimiter'] })}
            options={delimiters.map((delimiter) => ({
              value: delimiter,
              label: t(`sources.delimiters.${delimiterNames[delimiter]}`),
            }))}
          />
          <Select
            className="w-44"
            label={t('sources.reading.encoding')}
            value={delimited.encoding}
            onChange={(encoding) => onChange({ encoding: encoding as ReadingChoice['encoding'] })}
            options={encodings.map((encoding) => ({
              value: encoding,
              label: t(`sources.encodings.${encoding}`),
            }))}
          />
          <Select<'.' | ','>
            className="w-36"
            label={t('sources.reading.decimal')}
            value={delimited.decimal}
            onChange={(decimal) => onChange({ decimal })}
            options={[
              { value: '.', label: '1,234.56' },
              { value: ',', label: '1.234,56' },
            ]}
          />
        </>
      ) : null}
      <Select<'dayFirst' | 'monthFirst' | typeof detected>
        className="w-52"
        label={t('sources.reading.dates')}
        value={preview.dateOrder ?? detected}
        onChange={(order) => onChange({ dateOrder: order === detected ? undefined : order })}
        options={[
          { value: detected, label: t('sources.reading.detectedDates') },
          { value: 'dayFirst', label: t('sources.reading.dayFirst') },
          { value: 'monthFirst', label: t('sources.reading.monthFirst') },
        ]}
      />
      {busy ? (
        <span className="pb-2">
          <Spinner label={t('sources.reading.again')} />
        </span>
      ) : null}
    </div>
  )
}

const delimiterNames = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const
