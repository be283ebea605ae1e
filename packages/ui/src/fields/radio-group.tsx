import { Field } from '@base-ui/react/field'
import { Fieldset } from '@base-ui/react/fieldset'
import { Radio } from '@base-ui/react/radio'
import { RadioGroup as Base } from '@base-ui/react/radio-group'
import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import { classNames } from '../class-names.ts'
import { FieldNotes, type FieldProps } from './form-field.tsx'
import type { Option } from './option.ts'

/** Properties of RadioGroup. */
export interface RadioGroupProps<Value extends string> extends FieldProps {
  options: ReadonlyArray<Option<Value>>
  value: Value | null
  onChange: (value: Value) => void
  /** Draws each choice as a card, for two to four choices that need a description. */
  cards?: boolean
}

/** One of a few, all visible. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { options, value, onChange, cards, ...field } = props
  return (
    <Field.Root
      name={field.name}
      disabled={field.disabled}
      invalid={Boolean(field.error)}
      className={field.className}
    >
      <Fieldset.Root
        className="flex flex-col gap-1.5"
        render={<Base value={value as string | null} onValueChange={(next) => onChange(next as Value)} />}
      >
        <Fieldset.Legend className={classNames('mb-1 text-base font-medium', field.hideLabel && 'sr-only')}>
          {field.label}
        </Fieldset.Legend>
        {options.map((option) => (
          <RadioLine key={option.value} option={option} card={cards} />
        ))}
        <FieldNotes help={field.help} error={field.error} />
      </Fieldset.Root>
    </Field.Root>
  )
}

function RadioLine({ option, card }: { option: Option; card?: boolean }) {
  const Icon = option.icon
  return (
    <Field.Item disabled={option.disabled}>
      <Field.Label
        className={classNames(
          'flex cursor-pointer items-start gap-2 text-base',
          card &&
            'rounded-md border border-line-strong bg-surface p-3 hover:bg-hover has-data-checked:border-accent has-data-checked:bg-accent-soft',
        )}
      >
        <Radio.Root
          value={option.value}
          className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-field bg-surface hover:border-muted data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
        >
          <Radio.Indicator className="size-1.5 rounded-full bg-on-solid" />
        </Radio.Root>
        {Icon ? (
          <Icon size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-muted" aria-hidden />
        ) : null}
        <span className="min-w-0">
          <span className={classNames('block', card && 'font-medium')}>{option.label}</span>
          {option.description ? <span className="block text-sm text-muted">{option.description}</span> : null}
        </span>
      </Field.Label>
    </Field.Item>
  )
}

/** Properties of SegmentedControl. */
export interface SegmentedControlProps<Value extends string> {
  label: string
  options: ReadonlyArray<Option<Value>>
  value: Value
  onChange: (value: Value) => void
  size?: 'sm' | 'md'
  /** Shows icons only; each keeps its name. */
  iconsOnly?: boolean
}

/** Switches between two to five views of the same thing. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const { label, options, value, onChange, size = 'md', iconsOnly } = props
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={(next) => next[0] !== undefined && onChange(next[0] as Value)}
      className={classNames(
        'inline-flex shrink-0 gap-0.5 rounded-md bg-pressed p-0.5',
        size === 'sm' ? 'h-7' : 'h-8',
      )}
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          aria-label={iconsOnly ? option.label : undefined}
          className="flex items-center gap-1.5 rounded-md px-2 text-base font-medium text-muted hover:text-ink data-pressed:bg-raised data-pressed:text-ink data-pressed:ring-1 data-pressed:ring-line-strong disabled:opacity-50"
        >
          {option.icon ? <option.icon size={16} strokeWidth={1.75} aria-hidden /> : null}
          {iconsOnly ? null : option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
