import { useId } from 'react'
import { classNames } from '../class-names.ts'
import { FieldNotes, type FieldProps, useFieldTies } from './form-field.tsx'
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
  const ties = useFieldTies(field)
  const group = useId()
  return (
    <div
      role="radiogroup"
      aria-labelledby={ties.labelId}
      aria-describedby={ties.describedBy}
      aria-invalid={ties.invalid || undefined}
      data-invalid={ties.invalid ? '' : undefined}
      className={classNames('flex flex-col gap-1.5', field.className)}
    >
      <div
        id={ties.labelId}
        className={classNames('mb-1 text-base font-medium', field.hideLabel && 'sr-only')}
      >
        {field.label}
      </div>
      {options.map((option) => (
        <RadioLine
          key={option.value}
          option={option}
          card={cards}
          name={field.name ?? group}
          disabled={field.disabled || option.disabled}
          checked={option.value === value}
          onChoose={() => onChange(option.value)}
        />
      ))}
      <FieldNotes id={ties.id} help={field.help} error={field.error} />
    </div>
  )
}

interface RadioLineProps {
  option: Option
  card?: boolean
  name: string
  disabled?: boolean
  checked: boolean
  onChoose: () => void
}

function RadioLine({ option, card, name, disabled, checked, onChoose }: RadioLineProps) {
  const Icon = option.icon
  return (
    <label
      className={classNames(
        'flex cursor-pointer items-start gap-2 text-base',
        card &&
          'rounded-md border border-line-strong bg-surface p-3 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft',
      )}
    >
      <span className="relative mt-0.5 grid size-4 shrink-0 place-items-center has-disabled:opacity-50">
        <input
          type="radio"
          name={name}
          value={option.value}
          disabled={disabled}
          checked={checked}
          onChange={onChoose}
          className="peer absolute inset-0 size-4 appearance-none rounded-full border border-field bg-surface hover:border-muted checked:border-accent checked:bg-accent"
        />
        <span
          aria-hidden
          className="pointer-events-none relative hidden size-1.5 rounded-full bg-on-solid peer-checked:block"
        />
      </span>
      {Icon ? <Icon size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-muted" aria-hidden /> : null}
      <span className="min-w-0">
        <span className={classNames('block', card && 'font-medium')}>{option.label}</span>
        {option.description ? <span className="block text-sm text-muted">{option.description}</span> : null}
      </span>
    </label>
  )
}
