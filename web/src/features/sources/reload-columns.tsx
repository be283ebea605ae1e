import type { UploadColumn } from '@flexoffice/contract/sources'
import type { UploadedColumn } from '@flexoffice/contract/uploaded-tables'
import { Badge, Banner, Select, SimpleTable } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import {
  canTake,
  changeTarget,
  idOf,
  type ReloadMode,
  type Target,
  type TargetChoice,
} from './reload-choices.ts'
import { uploadTypes } from './upload-choices.ts'
import { ColumnNotes } from './upload-columns.tsx'

/** Where each column of the file goes: matched by name, to be corrected; and what the file does not bring. */
export function ReloadColumns({
  detected,
  columns,
  choices,
  missing,
  mode,
  onChange,
}: {
  detected: readonly UploadColumn[]
  columns: readonly UploadedColumn[]
  choices: readonly TargetChoice[]
  missing: readonly UploadedColumn[]
  mode: ReloadMode
  onChange: (choices: TargetChoice[]) => void
}) {
  const { t } = useMessages()
  const hasNew = choices.some(({ target }) => target === 'new')
  const names = missing.map(({ label }) => label).join(', ')
  return (
    <>
      <SimpleTable<TargetChoice>
        label={t('sources.upload.columns')}
        rows={choices}
        rowKey={(choice) => String(choice.index)}
        columns={[
          {
            id: 'label',
            title: t('sources.reload.inFile'),
            width: 200,
            render: (choice) => <span className="font-medium">{choice.label}</span>,
          },
          {
            id: 'target',
            title: t('sources.reload.inTable'),
            width: 220,
            render: (choice) => (
              <TargetSelect
                choice={choice}
                columns={columns}
                onChange={(target) => onChange(changeTarget(choices, choice.index, target))}
              />
            ),
          },
          {
            id: 'type',
            title: t('sources.upload.type'),
            width: 190,
            render: (choice) => (
              <TargetType
                choice={choice}
                column={columns.find(({ id }) => id === idOf(choice.target))}
                mode={mode}
                onChange={(type) =>
                  onChange(choices.map((one) => (one.index === choice.index ? { ...one, type } : one)))
                }
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
      {hasNew || missing.length > 0 ? (
        <div className="flex flex-col gap-2 border-t border-line p-4">
          {hasNew ? <Banner>{t('sources.reload.newHidden')}</Banner> : null}
          {missing.length > 0 ? (
            <Banner tone="warning">
              {t(mode === 'update' ? 'sources.reload.missingUpdate' : 'sources.reload.missing', {
                count: missing.length,
                names,
              })}
            </Banner>
          ) : null}
        </div>
      ) : null}
    </>
  )
}

function TargetSelect({
  choice,
  columns,
  onChange,
}: {
  choice: TargetChoice
  columns: readonly UploadedColumn[]
  onChange: (target: Target) => void
}) {
  const { t } = useMessages()
  const offered = columns.filter(canTake).map(({ id, label }) => ({ value: id, label }))
  return (
    <Select
      label={t('sources.reload.targetOf', { column: choice.label })}
      hideLabel
      size="sm"
      value={idOf(choice.target) ?? String(choice.target)}
      onChange={(value) => onChange(value === 'new' || value === 'none' ? value : { columnId: value })}
      options={[
        ...offered,
        { value: 'new', label: t('sources.reload.newColumn') },
        { value: 'none', label: t('sources.reload.leaveOut') },
      ]}
    />
  )
}

/** New columns take a type; those of the table keep theirs. */
function TargetType({
  choice,
  column,
  mode,
  onChange,
}: {
  choice: TargetChoice
  column?: UploadedColumn
  mode: ReloadMode
  onChange: (type: UploadColumn['type']) => void
}) {
  const { t } = useMessages()
  if (choice.target === 'none') return <span className="text-faint">—</span>
  if (column?.generated)
    return <Badge>{t(mode === 'update' ? 'sources.reload.tellsRows' : 'sources.reload.numbered')}</Badge>
  if (column) return <span className="text-muted">{t(`sources.types.${column.type}`)}</span>
  return (
    <Select
      label={t('sources.upload.typeOf', { column: choice.label })}
      hideLabel
      size="sm"
      value={choice.type}
      onChange={onChange}
      options={uploadTypes.map((type) => ({ value: type, label: t(`sources.types.${type}`) }))}
    />
  )
}
