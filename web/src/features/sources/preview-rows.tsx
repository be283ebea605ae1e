import type { UploadPreview } from '@flexoffice/contract/sources'
import { classNames } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import type { ColumnChoice } from './upload-choices.ts'

type ShownColumn = Pick<ColumnChoice, 'index' | 'label' | 'type' | 'include'>

/** The first rows as the file shows them, under the names and types that were chosen. */
export function PreviewRows({
  preview,
  choices,
}: {
  preview: UploadPreview
  choices: readonly ShownColumn[]
}) {
  const { t } = useMessages()
  const shown = choices.filter((choice) => choice.include)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={t('sources.upload.rows')} className="max-h-96 overflow-auto">
      <table className="w-max min-w-full border-collapse text-left">
        <thead className="sticky top-0 bg-sunken">
          <tr className="border-b border-line-strong">
            {shown.map((choice) => (
              <th
                key={choice.index}
                scope="col"
                className="max-w-60 border-r border-line px-3 py-1.5 text-sm font-medium last:border-r-0"
              >
                <span className="block truncate">{choice.label}</span>
                <span className="block font-normal text-faint">{t(`sources.types.${choice.type}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file are known by their place
            <tr key={index} className="border-b border-line last:border-0">
              {shown.map((choice) => (
                <td
                  key={choice.index}
                  className={classNames(
                    'h-8 max-w-60 truncate border-r border-line px-3 last:border-r-0',
                    ['integer', 'decimal', 'float'].includes(choice.type) && 'text-right',
                  )}
                >
                  {row[choice.index] ?? <span className="text-faint">—</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
