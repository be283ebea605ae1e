import * as contract from '@flexoffice/contract/people'
import { DateField, Select, TextArea, TextField } from '@flexoffice/ui'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useOperation } from '../../../core/session/client.ts'

/** Values by attribute name; numbers and dates are text. */
export type AttributeValues = Readonly<Record<string, string | boolean | readonly string[] | null>>
type AttributeValue = AttributeValues[string]

interface Attribute {
  name: string
  label: string
  type: 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'text_list'
}

/** Properties of AttributeFields. */
export interface AttributeFieldsProps {
  values: AttributeValues
  onChange: (values: Record<string, string | boolean | string[] | null>) => void
  readOnly?: boolean
}

/** What is known of a person, one field per declared attribute and of its type; nothing where none is declared. */
export function AttributeFields({ values, onChange, readOnly }: AttributeFieldsProps) {
  const { t } = useMessages()
  const { data } = useOperation(contract.listAttributes, {})
  if (!data || data.attributes.length === 0) return null
  const set = (name: string, value: AttributeValue) => {
    const { [name]: _replaced, ...others } = values
    const next = value === null || value === '' ? others : { ...others, [name]: value }
    onChange(next as Record<string, string | boolean | string[] | null>)
  }
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 font-medium">{t('people.attributes.title')}</legend>
      {data.attributes.map((attribute) => (
        <AttributeField
          key={attribute.name}
          attribute={attribute}
          value={values[attribute.name] ?? null}
          onChange={(value) => set(attribute.name, value)}
          readOnly={readOnly}
        />
      ))}
    </fieldset>
  )
}

interface AttributeFieldProps {
  attribute: Attribute
  value: AttributeValue
  onChange: (value: AttributeValue) => void
  readOnly?: boolean
}

function AttributeField({ attribute, value, onChange, readOnly }: AttributeFieldProps) {
  const { t } = useMessages()
  const { type } = attribute
  const shared = { label: attribute.label, optional: true, readOnly }
  const text = typeof value === 'string' ? value : ''
  if (type === 'date') return <DateField {...shared} value={text || null} onChange={onChange} />
  if (type === 'boolean') {
    return (
      <Select
        {...shared}
        options={(['unset', 'true', 'false'] as const).map((choice) => ({
          value: choice,
          label: t(`people.attributes.boolean.${choice}`),
        }))}
        value={typeof value === 'boolean' ? (String(value) as 'true' | 'false') : 'unset'}
        onChange={(choice) => onChange(choice === 'unset' ? null : choice === 'true')}
      />
    )
  }
  if (type === 'text_list') {
    const lines = Array.isArray(value) ? value.join('\n') : ''
    return (
      <TextArea
        {...shared}
        rows={2}
        help={t('people.attributes.listHelp')}
        value={lines}
        onChange={(next) => onChange(next === '' ? null : next.split('\n'))}
      />
    )
  }
  const isNumber = type === 'integer' || type === 'decimal'
  return (
    <TextField
      {...shared}
      value={text}
      onChange={(next) => onChange(isNumber ? next.trim().replace(',', '.') : next)}
      inputMode={isNumber ? 'decimal' : 'text'}
      error={numberProblem(type, text, t)}
    />
  )
}

function numberProblem(
  type: Attribute['type'],
  text: string,
  t: (key: string) => string,
): string | undefined {
  const pattern = type === 'integer' ? /^-?\d{0,18}$/ : /^-?\d{0,30}(\.\d{0,20})?$/
  if ((type !== 'integer' && type !== 'decimal') || pattern.test(text)) return undefined
  return t(`people.attributes.wrong.${type}`)
}
