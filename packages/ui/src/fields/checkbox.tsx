import { Check, Minus } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { classNames } from '../class-names.ts'
import type { FieldTies } from './field-ties.ts'
import { FieldNotes, type FieldProps, useFieldTies } from './form-field.tsx'

/** Properties of Checkbox and Switch: the label stands beside the box. */
export interface CheckedProps extends Omit<FieldProps, 'labelAction' | 'optional'> {
  checked: boolean
  onChange: (checked: boolean) => void
  readOnly?: boolean
}

/** A yes or no that takes effect when the form is saved; `indeterminate` for some of a group. */
export function Checkbox({ indeterminate = false, ...props }: CheckedProps & { indeterminate?: boolean }) {
  const ties = useFieldTies(props)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (input.current) input.current.indeterminate = indeterminate
  })
  return (
    <CheckedLine field={props} ties={ties}>
      <span className="relative grid size-4 shrink-0 place-items-center has-disabled:opacity-50">
        <input
          ref={input}
          {...checkedInput(props, ties)}
          className="absolute inset-0 size-4 appearance-none rounded-[4px] border border-field bg-surface hover:border-muted checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent data-invalid:border-danger"
        />
        {indeterminate ? (
          <Minus size={12} strokeWidth={3} className={signClassName} aria-hidden />
        ) : props.checked ? (
          <Check size={12} strokeWidth={3} className={signClassName} aria-hidden />
        ) : null}
      </span>
    </CheckedLine>
  )
}

/** A yes or no that takes effect at once. */
export function Switch(props: CheckedProps) {
  const ties = useFieldTies(props)
  return (
    <CheckedLine field={props} ties={ties}>
      <span className="relative h-4 w-7 shrink-0 has-disabled:opacity-50">
        <input
          role="switch"
          aria-checked={props.checked}
          {...checkedInput(props, ties)}
          className="peer absolute inset-0 h-4 w-7 appearance-none rounded-full bg-field transition-colors checked:bg-accent"
        />
        <span
          aria-hidden
          className="pointer-events-none absolute top-0.5 left-0.5 size-3 rounded-full bg-on-solid transition-transform peer-checked:translate-x-3"
        />
      </span>
    </CheckedLine>
  )
}

const signClassName = 'pointer-events-none relative text-on-solid'

function checkedInput({ checked, onChange, readOnly, hideLabel, label }: CheckedProps, ties: FieldTies) {
  return {
    type: 'checkbox',
    id: ties.id,
    name: ties.name,
    disabled: ties.disabled,
    checked,
    onChange: () => !readOnly && onChange(!checked),
    'aria-label': hideLabel ? label : undefined,
    'aria-readonly': readOnly || undefined,
    'aria-invalid': ties.invalid || undefined,
    'aria-describedby': hideLabel ? undefined : ties.describedBy,
    'data-invalid': ties.invalid ? '' : undefined,
  }
}

function CheckedLine({
  field,
  ties,
  children,
}: {
  field: Omit<FieldProps, 'labelAction' | 'optional'>
  ties: FieldTies
  children: ReactNode
}) {
  return (
    <div
      data-invalid={ties.invalid ? '' : undefined}
      className={classNames('flex items-start gap-2', field.className)}
    >
      {field.hideLabel ? children : <span className="mt-0.5 flex">{children}</span>}
      {field.hideLabel ? null : (
        <div className="flex min-w-0 flex-col gap-0.5">
          <label htmlFor={ties.id} className="text-base text-ink">
            {field.label}
          </label>
          <FieldNotes id={ties.id} help={field.help} error={field.error} />
        </div>
      )}
    </div>
  )
}
