import type { JsonValue, PropertyValue } from '@flexoffice/contract/page-document'
import { Button, IconButton, TextField } from '@flexoffice/ui'
import { Plus, X } from 'lucide-react'
import { useMessages } from '../../../../core/i18n/languages.ts'

interface Choice {
  value: string
  label: string
}

/** A list of choices that the author types. */
export function OptionsField(props: {
  label: string
  help?: string
  disabled?: boolean
  value: PropertyValue | undefined
  onChange: (value: PropertyValue | null) => void
}) {
  const { t } = useMessages()
  const choices = readChoices(props.value)
  const write = (next: Choice[]) =>
    props.onChange(next.length === 0 ? null : { kind: 'value', value: next as unknown as JsonValue })
  const change = (index: number, text: string) =>
    write(choices.map((choice, at) => (at === index ? { value: text, label: text } : choice)))
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5" disabled={props.disabled}>
      <legend className="mb-1 font-medium">{props.label}</legend>
      {choices.map((choice, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place; its text changes while it is typed
        <div key={index} className="flex items-center gap-1.5">
          <TextField
            hideLabel
            size="sm"
            className="flex-1"
            label={t('pageEditor.properties.choice', { number: index + 1 })}
            value={choice.label}
            onChange={(text) => change(index, text)}
          />
          <IconButton
            size="sm"
            icon={X}
            label={t('pageEditor.properties.removeChoice', { choice: choice.label })}
            onClick={() => write(choices.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button
          size="sm"
          variant="ghost"
          icon={Plus}
          onClick={() => write([...choices, { value: '', label: '' }])}
        >
          {t('pageEditor.properties.addChoice')}
        </Button>
      </div>
      {props.help ? <p className="text-sm text-muted">{props.help}</p> : null}
    </fieldset>
  )
}

function readChoices(value: PropertyValue | undefined): Choice[] {
  if (value?.kind !== 'value' || !Array.isArray(value.value)) return []
  return value.value.flatMap((entry) => {
    const choice = entry as Partial<Choice> | null
    if (typeof choice?.value !== 'string') return []
    return [{ value: choice.value, label: choice.label ?? choice.value }]
  })
}
