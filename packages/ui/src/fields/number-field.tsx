import { NumberField as Base } from '@base-ui/react/number-field'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { classNames } from '../class-names.ts'
import { useUiWords } from '../words.tsx'
import { useControlProps, useLabelId } from './field-ties.ts'
import { controlClassName, type FieldProps, FormField } from './form-field.tsx'

/** Properties of NumberField; `null` is an empty field. */
export interface NumberFieldProps extends FieldProps {
  value: number | null
  onChange: (value: number | null) => void
  onBlur?: () => void
  min?: number
  max?: number
  step?: number
  format?: Intl.NumberFormatOptions
  unit?: string
  placeholder?: string
  readOnly?: boolean
}

// Made once: a number is drawn again with every step.
const up = <ChevronUp size={12} aria-hidden />
const down = <ChevronDown size={12} aria-hidden />

/** A number, typed or stepped with arrows, written by the person's language. Not for money: use a TextField and decimals. */
export function NumberField(props: NumberFieldProps) {
  const { value, onChange, onBlur, min, max, step, format, unit, placeholder, readOnly, ...field } = props
  return (
    <FormField {...field}>
      <Stepped {...{ value, onChange, onBlur, min, max, step, format, unit, placeholder, readOnly }} />
    </FormField>
  )
}

type SteppedProps = Omit<NumberFieldProps, keyof FieldProps>

function Stepped({ onChange, onBlur, unit, placeholder, ...number }: SteppedProps) {
  const words = useUiWords()
  const { id, name, disabled, ...control } = useControlProps()
  const labelId = useLabelId()
  const stepper =
    'grid h-1/2 w-6 place-items-center text-faint hover:text-ink hover:bg-hover disabled:opacity-40'
  return (
    <Base.Root
      locale={words.locale}
      {...number}
      {...{ id, disabled }}
      onValueChange={(next) => onChange(next)}
    >
      <Base.Group className="relative flex">
        <Base.Input
          {...control}
          name={name}
          aria-labelledby={labelId}
          onBlur={onBlur}
          placeholder={placeholder}
          className={classNames(controlClassName, 'h-8', unit ? 'pr-16!' : 'pr-8!')}
        />
        {unit ? (
          <span className="pointer-events-none absolute inset-y-0 right-8 flex items-center text-sm text-muted">
            {unit}
          </span>
        ) : null}
        <div className="absolute inset-y-px right-px flex flex-col overflow-hidden rounded-r-md border-l border-line">
          <Base.Increment className={stepper} aria-label={words.increase}>
            {up}
          </Base.Increment>
          <Base.Decrement className={stepper} aria-label={words.decrease}>
            {down}
          </Base.Decrement>
        </div>
      </Base.Group>
    </Base.Root>
  )
}
