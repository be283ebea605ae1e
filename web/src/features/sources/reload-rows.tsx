import type { UploadedColumn } from '@flexoffice/contract/uploaded-tables'
import { Card, MultiCombobox, RadioGroup } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import type { ReloadMode } from './reload-choices.ts'

const modes = ['replace', 'append', 'update'] as const

/** What becomes of the rows that are there, and of rows of the file that do not fit. */
export function ReloadRows({
  values,
  keys,
  error,
  onMode,
  onKey,
  onFailure,
}: {
  values: { mode: ReloadMode; keyColumns: readonly string[]; onFailure: 'skip' | 'stop' }
  /** Columns by which rows can be told; without any of them rows cannot be changed by key. */
  keys: readonly UploadedColumn[]
  error?: string
  onMode: (mode: ReloadMode) => void
  onKey: (ids: string[]) => void
  onFailure: (choice: 'skip' | 'stop') => void
}) {
  const { t } = useMessages()
  return (
    <Card title={t('sources.reload.rows')}>
      <div className="flex max-w-2xl flex-col gap-4 py-1">
        <RadioGroup<ReloadMode>
          label={t('sources.reload.mode')}
          cards
          value={values.mode}
          onChange={onMode}
          options={modes
            .filter((mode) => mode !== 'update' || keys.length > 0)
            .map((mode) => ({
              value: mode,
              label: t(`sources.loadModes.${mode}`),
              description: t(`sources.reload.modeHelp.${mode}`),
            }))}
        />
        {values.mode === 'update' ? (
          <MultiCombobox
            label={t('sources.reload.key')}
            help={t('sources.reload.keyHelp')}
            name="keyColumns"
            error={error}
            values={values.keyColumns}
            onChange={onKey}
            options={keys.map(({ id, label }) => ({ value: id, label }))}
          />
        ) : null}
        <RadioGroup<'skip' | 'stop'>
          label={t('sources.upload.onFailure')}
          value={values.onFailure}
          onChange={onFailure}
          options={[
            { value: 'skip', label: t('sources.upload.skip') },
            { value: 'stop', label: t('sources.upload.stop') },
          ]}
        />
      </div>
    </Card>
  )
}
