import { ChevronsUpDown, X } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import type {
  ComboboxControlProps,
  ComboboxProps,
  MultiComboboxProps,
  MultiControlProps,
} from '../floating/combobox.tsx'
import { defer } from '../floating/deferred.ts'
import { useStandIn } from '../floating/stand-in.ts'
import { useUiWords } from '../words.tsx'
import { chipLooks, comboboxLooks } from './choice-looks.ts'
import { useControlProps, useLabelId } from './field-ties.ts'
import { FormField } from './form-field.tsx'
import { findChosen } from './option.ts'

const single = defer(async () => (await import('../floating/combobox.tsx')).FloatingCombobox)
const several = defer(async () => (await import('../floating/combobox.tsx')).FloatingMultiCombobox)

/** One of a long list, found by typing. */
export function Combobox(props: ComboboxProps) {
  const { options, value, onChange, placeholder, onQueryChange, loading, onBlur, ...field } = props
  return (
    <FormField {...field}>
      <One
        {...{ options, value, onChange, placeholder, onQueryChange, loading, onBlur }}
        label={field.label}
      />
    </FormField>
  )
}

/** Several of a long list, shown as chips. */
export function MultiCombobox(props: MultiComboboxProps) {
  const { options, values, onChange, placeholder, onQueryChange, loading, onBlur, ...field } = props
  return (
    <FormField {...field}>
      <Several {...{ options, values, onChange, placeholder, onQueryChange, loading, onBlur }} />
    </FormField>
  )
}

function One(props: ComboboxControlProps) {
  const { options, value, onChange, placeholder, label } = props
  const words = useUiWords()
  const { Real, taken, handlers } = useStandIn<ComboboxControlProps>(single)
  const { disabled } = useControlProps()
  const [typed, setTyped] = useState<string | null>(null)
  if (Real) return <Real {...props} typed={typed} taken={taken.current} />
  const chosen = findChosen(options, value === null ? [] : [value])[0]
  return (
    <div className={comboboxLooks.group} {...handlers}>
      <TypedInput
        placeholder={placeholder}
        value={typed ?? chosen?.label ?? ''}
        onChange={(event) => setTyped(event.target.value)}
        className={comboboxLooks.input}
      />
      <div className={comboboxLooks.buttons}>
        {chosen ? (
          <button
            type="button"
            tabIndex={-1}
            disabled={disabled}
            aria-label={words.clear}
            className={comboboxLooks.clear}
            onClick={(event) => {
              event.stopPropagation()
              onChange(null)
            }}
          >
            <X size={14} aria-hidden />
          </button>
        ) : null}
        <button
          type="button"
          tabIndex={-1}
          disabled={disabled}
          aria-label={label}
          aria-haspopup="listbox"
          aria-expanded={false}
          className={comboboxLooks.open}
        >
          <ChevronsUpDown size={14} aria-hidden />
        </button>
      </div>
    </div>
  )
}

function Several(props: MultiControlProps) {
  const { options, values, onChange, placeholder } = props
  const words = useUiWords()
  const { Real, taken, handlers } = useStandIn<MultiControlProps>(several)
  const { disabled } = useControlProps()
  const [typed, setTyped] = useState<string | null>(null)
  if (Real) return <Real {...props} typed={typed} taken={taken.current} />
  const chosen = findChosen(options, values)
  return (
    <div className={chipLooks.group} {...handlers}>
      <div className={chipLooks.chips}>
        {chosen.map((option) => (
          <div key={option.value} className={chipLooks.chip}>
            <span className="truncate">{option.label}</span>
            <button
              type="button"
              tabIndex={-1}
              disabled={disabled}
              aria-label={`${words.remove} ${option.label}`}
              className={chipLooks.remove}
              onClick={(event) => {
                event.stopPropagation()
                onChange(values.filter((value) => value !== option.value))
              }}
            >
              <X size={12} aria-hidden />
            </button>
          </div>
        ))}
        <TypedInput
          placeholder={chosen.length === 0 ? placeholder : ''}
          value={typed ?? ''}
          onChange={(event) => setTyped(event.target.value)}
          className={chipLooks.input}
        />
      </div>
    </div>
  )
}

function TypedInput(props: ComponentProps<'input'>) {
  return (
    <input
      type="text"
      role="combobox"
      aria-autocomplete="list"
      aria-haspopup="listbox"
      aria-expanded={false}
      aria-labelledby={useLabelId()}
      autoComplete="off"
      spellCheck={false}
      {...useControlProps()}
      {...props}
    />
  )
}
