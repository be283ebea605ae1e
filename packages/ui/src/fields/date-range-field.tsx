import { classNames } from '../class-names.ts'
import { useUiWords } from '../words.tsx'
import { controlClassName, FieldNotes, type FieldProps, FormField, useFieldTies } from './form-field.tsx'
import { Input } from './text-field.tsx'

/** Days as `yyyy-mm-dd`; `null` leaves that side open. */
export interface DateRange {
  from: string | null
  to: string | null
}

/** Properties of DateField; the value is `yyyy-mm-dd`. */
export interface DateFieldProps extends FieldProps {
  value: string | null
  onChange: (value: string | null) => void
  onBlur?: () => void
  min?: string
  max?: string
  /** `datetime-local` values are `yyyy-mm-ddThh:mm`. */
  type?: 'date' | 'datetime-local' | 'time'
  readOnly?: boolean
  size?: 'sm' | 'md'
}

/** One day (or moment), with the browser's own calendar. */
export function DateField(props: DateFieldProps) {
  const { value, onChange, onBlur, min, max, type = 'date', readOnly, size = 'md', ...field } = props
  return (
    <FormField {...field}>
      <Input
        {...{ type, min, max, readOnly, onBlur }}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value || null)}
        className={classNames(controlClassName, size === 'sm' ? 'h-7' : 'h-8')}
      />
    </FormField>
  )
}

/** Properties of DateRangeField; `presets` are offered as buttons, already in words. */
export interface DateRangeFieldProps extends FieldProps {
  value: DateRange
  onChange: (value: DateRange) => void
  presets?: ReadonlyArray<{ label: string; range: DateRange }>
  size?: 'sm' | 'md'
}

/** From one day to another, both included; each side may stay open. */
export function DateRangeField(props: DateRangeFieldProps) {
  const { value, onChange, presets, size, ...field } = props
  const words = useUiWords()
  const ties = useFieldTies(field)
  const same = (range: DateRange) => range.from === value.from && range.to === value.to
  return (
    <fieldset
      disabled={field.disabled}
      aria-labelledby={ties.labelId}
      aria-describedby={ties.describedBy}
      data-invalid={ties.invalid ? '' : undefined}
      className={classNames('flex min-w-0 flex-col gap-1', field.className)}
    >
      <div id={ties.labelId} className={classNames('text-base font-medium', field.hideLabel && 'sr-only')}>
        {field.label}
      </div>
      <div className="flex flex-wrap items-center gap-1.5">
        <DateField
          label={words.from}
          hideLabel
          size={size}
          className="w-34"
          value={value.from}
          max={value.to ?? undefined}
          onChange={(from) => onChange({ ...value, from })}
        />
        <span className="text-faint" aria-hidden>
          –
        </span>
        <DateField
          label={words.to}
          hideLabel
          size={size}
          className="w-34"
          value={value.to}
          min={value.from ?? undefined}
          onChange={(to) => onChange({ ...value, to })}
        />
        {presets?.map((preset) => (
          <button
            key={preset.label}
            type="button"
            aria-pressed={same(preset.range)}
            onClick={() => onChange(preset.range)}
            className="h-6 rounded-md px-2 text-sm text-muted hover:bg-hover hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent-ink"
          >
            {preset.label}
          </button>
        ))}
      </div>
      <FieldNotes id={ties.id} help={field.help} error={field.error} />
    </fieldset>
  )
}
