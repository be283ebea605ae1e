import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Field } from '@base-ui/react/field'
import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '../class-names.ts'
import { FieldNotes, type FieldProps } from './form-field.tsx'

/** Properties of Checkbox and Switch: the label stands beside the box. */
export interface CheckedProps extends Omit<FieldProps, 'labelAction' | 'optional'> {
  checked: boolean
  onChange: (checked: boolean) => void
  readOnly?: boolean
}

/** A yes or no that takes effect when the form is saved; `indeterminate` for some of a group. */
export function Checkbox({
  checked,
  onChange,
  indeterminate,
  readOnly,
  ...field
}: CheckedProps & { indeterminate?: boolean }) {
  return (
    <CheckedLine field={field}>
      <Base.Root
        checked={checked}
        indeterminate={indeterminate}
        readOnly={readOnly}
        onCheckedChange={(next) => onChange(next)}
        aria-label={field.hideLabel ? field.label : undefined}
        className="grid size-4 shrink-0 place-items-center rounded-[4px] border border-field bg-surface hover:border-muted data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent data-disabled:opacity-50 data-invalid:border-danger"
      >
        <Base.Indicator className="text-on-solid">
          {indeterminate ? (
            <Minus size={12} strokeWidth={3} aria-hidden />
          ) : (
            <Check size={12} strokeWidth={3} aria-hidden />
          )}
        </Base.Indicator>
      </Base.Root>
    </CheckedLine>
  )
}

/** A yes or no that takes effect at once. */
export function Switch({ checked, onChange, readOnly, ...field }: CheckedProps) {
  return (
    <CheckedLine field={field}>
      <BaseSwitch.Root
        checked={checked}
        readOnly={readOnly}
        onCheckedChange={(next) => onChange(next)}
        aria-label={field.hideLabel ? field.label : undefined}
        className="relative h-4 w-7 shrink-0 rounded-full bg-field transition-colors data-checked:bg-accent data-disabled:opacity-50"
      >
        <BaseSwitch.Thumb className="absolute top-0.5 left-0.5 size-3 rounded-full bg-on-solid transition-transform data-checked:translate-x-3" />
      </BaseSwitch.Root>
    </CheckedLine>
  )
}

function CheckedLine({
  field,
  children,
}: {
  field: Omit<FieldProps, 'labelAction' | 'optional'>
  children: ReactNode
}) {
  return (
    <Field.Root
      name={field.name}
      disabled={field.disabled}
      invalid={Boolean(field.error)}
      className={classNames('flex items-start gap-2', field.className)}
    >
      {field.hideLabel ? children : <span className="mt-0.5 flex">{children}</span>}
      {field.hideLabel ? null : (
        <div className="flex min-w-0 flex-col gap-0.5">
          <Field.Label className="text-base text-ink">{field.label}</Field.Label>
          <FieldNotes help={field.help} error={field.error} />
        </div>
      )}
    </Field.Root>
  )
}
