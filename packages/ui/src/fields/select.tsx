import { ChevronsUpDown } from 'lucide-react'
import { defer } from '../floating/deferred.ts'
import type { SelectControlProps, SelectProps } from '../floating/select.tsx'
import { useStandIn } from '../floating/stand-in.ts'
import { selectClassName } from './choice-looks.ts'
import { useControlProps, useLabelId } from './field-ties.ts'
import { FormField } from './form-field.tsx'

const floating = defer(async () => (await import('../floating/select.tsx')).FloatingSelect)

/** One of a short, known list. For long or remote lists use Combobox. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { options, value, onChange, onBlur, placeholder, size, readOnly, ...field } = props
  const choose = onChange as (value: string) => void
  return (
    <FormField {...field}>
      <Choice {...{ options, value, onBlur, placeholder, size, readOnly }} onChange={choose} />
    </FormField>
  )
}

function Choice(props: SelectControlProps) {
  const { options, value, placeholder = '—', size, readOnly } = props
  const { Real, taken, handlers } = useStandIn<SelectControlProps>(floating)
  const control = useControlProps()
  const labelId = useLabelId()
  if (Real) return <Real {...props} taken={taken.current} />
  const chosen = options.find((option) => option.value === value)
  return (
    <button
      type="button"
      role="combobox"
      aria-haspopup="listbox"
      aria-expanded={false}
      aria-labelledby={labelId}
      aria-readonly={readOnly || undefined}
      data-placeholder={value === null ? '' : undefined}
      data-disabled={control.disabled ? '' : undefined}
      className={selectClassName(size)}
      {...control}
      {...handlers}
      onKeyDown={(event) => {
        if (!event.key.startsWith('Arrow') && event.key.length > 1) return
        event.preventDefault()
        handlers.onClick()
      }}
    >
      <span className="truncate">{chosen?.label ?? value ?? placeholder}</span>
      <span className="text-faint" aria-hidden>
        <ChevronsUpDown size={14} aria-hidden />
      </span>
    </button>
  )
}
