import { CircleAlert } from 'lucide-react'
import { type MouseEvent, memo, type ReactNode, useId, useMemo } from 'react'
import { classNames } from '../class-names.ts'
import { useUiWords } from '../words.tsx'
import { type FieldTies, FieldTiesContext } from './field-ties.ts'

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
  const ties = useFieldTies(field)
  return (
    <div
      data-invalid={ties.invalid ? '' : undefined}
      className={classNames('flex min-w-0 flex-col gap-1', field.className)}
    >
      <FieldHead
        id={ties.id}
        labelId={ties.labelId}
        label={field.label}
        optional={field.optional}
        hideLabel={field.hideLabel}
        labelAction={field.labelAction}
      />
      <FieldTiesContext value={ties}>{children}</FieldTiesContext>
      <FieldNotes id={ties.id} help={field.help} error={field.error} />
    </div>
  )
}

type FieldHeadProps = Pick<FieldProps, 'label' | 'optional' | 'hideLabel' | 'labelAction'> &
  Pick<FieldTies, 'id' | 'labelId'>

/** Not drawn again while a value is typed. */
const FieldHead = memo(function FieldHead(props: FieldHeadProps) {
  const { id, labelId, label, optional, hideLabel, labelAction } = props
  const words = useUiWords()
  return (
    <div className={classNames('flex items-baseline justify-between gap-2', hideLabel && 'sr-only')}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a label has no keys; its control has its own */}
      <label id={labelId} htmlFor={id} onClick={focusOnly} className="text-base font-medium text-ink">
        {label}
        {optional ? <span className="font-normal text-faint"> ({words.optional})</span> : null}
      </label>
      {labelAction}
    </div>
  )
})

/** The ids and the state that the parts of one field share. */
export function useFieldTies(field: Pick<FieldProps, 'name' | 'disabled' | 'error' | 'help'>): FieldTies {
  const id = useId()
  const { name, disabled, error, help } = field
  const describedBy = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(' ') || undefined
  const invalid = Boolean(error)
  return useMemo(
    () => ({ id, labelId: `${id}-label`, name, disabled, invalid, describedBy }),
    [id, name, disabled, invalid, describedBy],
  )
}

interface FieldNotesProps {
  id: string
  help?: ReactNode
  error?: string
}

/** Help and error of the field whose control has this id. */
export const FieldNotes = memo(function FieldNotes({ id, help, error }: FieldNotesProps) {
  return (
    <>
      {error ? (
        <div id={`${id}-error`} className="flex items-start gap-1 text-sm text-danger-ink">
          <CircleAlert size={14} className="mt-px shrink-0" aria-hidden />
          <span>{error}</span>
        </div>
      ) : null}
      {help ? (
        <p id={`${id}-help`} className="text-sm text-muted">
          {help}
        </p>
      ) : null}
    </>
  )
})

/** A label of a list behind a button leads to the button; pressing it would open the list. */
function focusOnly(event: MouseEvent<HTMLLabelElement>): void {
  const { control } = event.currentTarget
  if (!(control instanceof HTMLButtonElement)) return
  event.preventDefault()
  control.focus()
}
