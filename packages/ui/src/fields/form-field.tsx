import { Field } from '@base-ui/react/field'
import { CircleAlert } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { classNames } from '../class-names.ts'
import { useUiWords } from '../words.tsx'

/** What every field has: a label above, help below, an error that names the remedy. */
export interface FieldProps {
  label: string
  help?: ReactNode
  error?: string
  /** Marks the others instead: most fields are required, so only optional ones say so. */
  optional?: boolean
  hideLabel?: boolean
  disabled?: boolean
  name?: string
  className?: string
  /** A small control on the label's line, such as a link to help. */
  labelAction?: ReactNode
}

/** The box shared by all text-like controls. */
export const controlClassName =
  'w-full min-w-0 rounded-md border border-field bg-surface px-2.5 text-base text-ink outline-none transition-colors duration-75 ' +
  'hover:border-muted focus:border-accent focus:ring-2 focus:ring-accent/25 data-invalid:border-danger data-invalid:focus:ring-danger/25 ' +
  'disabled:cursor-not-allowed disabled:bg-sunken disabled:text-faint disabled:border-line-strong [&[readonly]]:bg-sunken'

/** Lays out label, control, help and error, and ties them together for screen readers. */
export function FormField({ children, ...field }: FieldProps & { children: ReactNode }) {
  return (
    <Field.Root
      name={field.name}
      invalid={Boolean(field.error)}
      disabled={field.disabled}
      className={classNames('flex min-w-0 flex-col gap-1', field.className)}
    >
      <FieldHead
        label={field.label}
        optional={field.optional}
        hideLabel={field.hideLabel}
        labelAction={field.labelAction}
      />
      {children}
      <FieldNotes help={field.help} error={field.error} />
    </Field.Root>
  )
}

type FieldHeadProps = Pick<FieldProps, 'label' | 'optional' | 'hideLabel' | 'labelAction'>

/** Not drawn again while a value is typed. */
const FieldHead = memo(function FieldHead({ label, optional, hideLabel, labelAction }: FieldHeadProps) {
  const words = useUiWords()
  return (
    <div className={classNames('flex items-baseline justify-between gap-2', hideLabel && 'sr-only')}>
      <Field.Label className="text-base font-medium text-ink">
        {label}
        {optional ? <span className="font-normal text-faint"> ({words.optional})</span> : null}
      </Field.Label>
      {labelAction}
    </div>
  )
})

/** Help and error of a field, inside a Field.Root. */
export const FieldNotes = memo(function FieldNotes({ help, error }: { help?: ReactNode; error?: string }) {
  return (
    <>
      {error ? (
        <Field.Error match className="flex items-start gap-1 text-sm text-danger-ink">
          <CircleAlert size={14} className="mt-px shrink-0" aria-hidden />
          <span>{error}</span>
        </Field.Error>
      ) : null}
      {help ? <Field.Description className="text-sm text-muted">{help}</Field.Description> : null}
    </>
  )
})
