import type { Scope } from '@flexoffice/expression'
import type { PageProblem } from '@flexoffice/page-model'
import type { ColumnSetting } from '@flexoffice/sdk/widget'
import { Combobox, NumberField, Select, Switch, TextField } from '@flexoffice/ui'
import { useMemo } from 'react'
import { ExpressionField } from '../../../../core/expression-field/expression-field.tsx'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { fieldProblems } from '../scope.tsx'
import { formatsFor, takesDecimals } from './column-formats.ts'

/** What an author set for one column beside its name and place. */
export interface SetColumn {
  format?: string
  currency?: string
  decimals?: number
  width?: number
  required?: boolean
  help?: string
  validation?: string
  validationMessage?: string
}

/** Properties of ColumnSettings. */
export interface ColumnSettingsProps {
  label: string
  /** Where problems say that the column stands, such as `fields[0]`. */
  place: string
  settings: readonly ColumnSetting[]
  /** The column's type, as far as it is known. */
  type: string
  entry: SetColumn
  /** The names in the rule of a form's field. */
  scope: Scope
  /** Mistakes of the rule. */
  problems: readonly PageProblem[]
  disabled?: boolean
  onChange: (patch: SetColumn) => void
}

/** How one column is written, or what one field of a form asks for; only what its widget reads is offered. */
export function ColumnSettings(props: ColumnSettingsProps) {
  const { t } = useMessages()
  const has = (setting: ColumnSetting) => props.settings.includes(setting)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset within the list's fieldset would be drawn and named twice
    <div
      role="group"
      aria-label={t('pageEditor.columns.settingsOf', { column: props.label })}
      className="mb-1.5 ml-1.5 flex flex-col gap-3 border-l-2 border-line py-1 pl-3"
    >
      {has('format') ? <FormatFields {...props} /> : null}
      {has('width') ? <WidthField {...props} /> : null}
      {has('required') ? <RequiredField {...props} /> : null}
      {has('help') ? <HelpField {...props} /> : null}
      {has('validation') ? <RuleFields {...props} /> : null}
    </div>
  )
}

/** Stands for no choice in a list, where no author can mean it. */
const byType = '\u0000'
const [narrowest, widest, mostDecimals] = [40, 1200, 6]

function FormatFields({ type, entry, disabled, onChange }: ColumnSettingsProps) {
  const { t } = useMessages()
  const formats = formatsFor(type, entry.format)
  return (
    <>
      <Select
        label={t('pageEditor.columns.format')}
        disabled={disabled}
        value={entry.format ?? byType}
        onChange={(next) => onChange({ format: next === byType ? undefined : next })}
        options={[
          { value: byType, label: t('pageEditor.columns.byType') },
          ...formats.map((value) => ({ value, label: t(`pageEditor.columns.formats.${value}`) })),
        ]}
      />
      {entry.format === 'money' ? (
        <CurrencyField value={entry.currency} disabled={disabled} onChange={onChange} />
      ) : null}
      {takesDecimals(entry.format) ? (
        <NumberField
          label={t('pageEditor.columns.decimals')}
          disabled={disabled}
          min={0}
          max={mostDecimals}
          value={entry.decimals ?? null}
          placeholder={t('pageEditor.columns.automatic')}
          onChange={(next) => onChange({ decimals: next ?? undefined })}
        />
      ) : null}
    </>
  )
}

function CurrencyField(props: {
  value?: string
  disabled?: boolean
  onChange: ColumnSettingsProps['onChange']
}) {
  const { t, language } = useMessages()
  const options = useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: 'currency' })
    return Intl.supportedValuesOf('currency').map((value) => ({
      value,
      label: `${value} – ${names.of(value)}`,
    }))
  }, [language])
  return (
    <Combobox
      label={t('pageEditor.columns.currency')}
      disabled={props.disabled}
      options={options}
      value={props.value?.toUpperCase() ?? 'USD'}
      onChange={(next) => props.onChange({ currency: next ?? undefined })}
    />
  )
}

function WidthField({ entry, disabled, onChange }: ColumnSettingsProps) {
  const { t } = useMessages()
  return (
    <NumberField
      label={t('pageEditor.columns.width')}
      disabled={disabled}
      min={narrowest}
      max={widest}
      step={10}
      unit="px"
      value={entry.width ?? null}
      placeholder={t('pageEditor.columns.automatic')}
      onChange={(next) => onChange({ width: next ?? undefined })}
    />
  )
}

function RequiredField({ entry, disabled, onChange }: ColumnSettingsProps) {
  const { t } = useMessages()
  return (
    <Switch
      label={t('pageEditor.columns.required')}
      disabled={disabled}
      checked={entry.required === true}
      onChange={(on) => onChange({ required: on || undefined })}
    />
  )
}

function HelpField({ entry, disabled, onChange }: ColumnSettingsProps) {
  const { t } = useMessages()
  return (
    <TextField
      label={t('pageEditor.columns.help')}
      disabled={disabled}
      value={entry.help ?? ''}
      onChange={(help) => onChange({ help: help || undefined })}
    />
  )
}

function RuleFields({ place, entry, scope, problems, disabled, onChange }: ColumnSettingsProps) {
  const { t } = useMessages()
  const rule = entry.validation ?? ''
  return (
    <>
      <div data-property={`${place}.validation`}>
        <ExpressionField
          label={t('pageEditor.columns.validation')}
          help={t('pageEditor.columns.validationHelp')}
          value={rule}
          scope={scope}
          problems={fieldProblems(problems, rule.length)}
          readOnly={disabled}
          onChange={(validation) => onChange({ validation: validation || undefined })}
        />
      </div>
      {rule === '' ? null : (
        <TextField
          label={t('pageEditor.columns.validationMessage')}
          disabled={disabled}
          value={entry.validationMessage ?? ''}
          onChange={(message) => onChange({ validationMessage: message || undefined })}
        />
      )}
    </>
  )
}
