import { Combobox as Base } from '@base-ui/react/combobox'
import { Check, ChevronsUpDown, X } from 'lucide-react'
import { useMemo } from 'react'
import { classNames } from '../class-names.ts'
import { useUiWords } from '../words.tsx'
import { controlClassName, type FieldProps, FormField } from './form-field.tsx'
import { itemClassName, type Option, popupClassName } from './option.ts'

interface Shared extends FieldProps {
  options: readonly Option[]
  placeholder?: string
  /** With it the list is remote: options are shown as given and this is called while typing. */
  onQueryChange?: (query: string) => void
  loading?: boolean
  onBlur?: () => void
}

/** Properties of Combobox; `null` means that nothing is chosen. */
export interface ComboboxProps extends Shared {
  value: string | null
  onChange: (value: string | null) => void
}

/** One of a long list, found by typing. */
export function Combobox(props: ComboboxProps) {
  const { options, value, onChange, placeholder, onQueryChange, loading, onBlur, ...field } = props
  const words = useUiWords()
  const chosen = useChosen(options, value === null ? [] : [value])[0] ?? null
  return (
    <FormField {...field}>
      <Base.Root
        items={options}
        value={chosen}
        disabled={field.disabled}
        filter={onQueryChange ? null : undefined}
        autoHighlight
        isItemEqualToValue={(left: Option, right: Option) => left.value === right.value}
        onInputValueChange={(query, details) => details.reason === 'input-change' && onQueryChange?.(query)}
        onValueChange={(next: Option | null) => onChange(next?.value ?? null)}
      >
        <Base.InputGroup className="relative flex">
          <Base.Input
            placeholder={placeholder}
            onBlur={onBlur}
            className={classNames(controlClassName, 'h-8 pr-14!')}
          />
          <div className="absolute inset-y-0 right-1 flex items-center">
            {chosen ? (
              <Base.Clear
                aria-label={words.clear}
                className="grid size-6 place-items-center rounded-md text-faint hover:bg-hover hover:text-ink"
              >
                <X size={14} aria-hidden />
              </Base.Clear>
            ) : null}
            <Base.Trigger aria-label={field.label} className="grid size-6 place-items-center text-faint">
              <ChevronsUpDown size={14} aria-hidden />
            </Base.Trigger>
          </div>
        </Base.InputGroup>
        <ComboboxList loading={loading} />
      </Base.Root>
    </FormField>
  )
}

/** Properties of MultiCombobox. */
export interface MultiComboboxProps extends Shared {
  values: readonly string[]
  onChange: (values: string[]) => void
}

/** Several of a long list, shown as chips. */
export function MultiCombobox(props: MultiComboboxProps) {
  const { options, values, onChange, placeholder, onQueryChange, loading, onBlur, ...field } = props
  const words = useUiWords()
  const chosen = useChosen(options, values)
  return (
    <FormField {...field}>
      <Base.Root
        multiple
        items={options}
        value={chosen}
        disabled={field.disabled}
        filter={onQueryChange ? null : undefined}
        isItemEqualToValue={(left: Option, right: Option) => left.value === right.value}
        onInputValueChange={(query, details) => details.reason === 'input-change' && onQueryChange?.(query)}
        onValueChange={(next: Option[]) => onChange(next.map((option) => option.value))}
      >
        <Base.InputGroup
          className={classNames(
            controlClassName,
            'flex min-h-8 items-center py-0.5 pl-1! focus-within:border-accent focus-within:ring-2 focus-within:ring-accent/25',
          )}
        >
          <Base.Chips className="flex w-full flex-wrap items-center gap-1">
            {chosen.map((option) => (
              <Base.Chip
                key={option.value}
                aria-label={option.label}
                className="flex h-6 max-w-full items-center gap-1 rounded-md bg-pressed pl-2 text-sm outline-none data-highlighted:bg-line-strong focus-within:bg-line-strong"
              >
                <span className="truncate">{option.label}</span>
                <Base.ChipRemove
                  aria-label={`${words.remove} ${option.label}`}
                  className="grid size-5 place-items-center text-faint hover:text-ink"
                >
                  <X size={12} aria-hidden />
                </Base.ChipRemove>
              </Base.Chip>
            ))}
            <Base.Input
              placeholder={chosen.length === 0 ? placeholder : ''}
              onBlur={onBlur}
              className="h-6 min-w-16 flex-1 bg-transparent px-1.5 outline-none"
            />
          </Base.Chips>
        </Base.InputGroup>
        <ComboboxList loading={loading} />
      </Base.Root>
    </FormField>
  )
}

function useChosen(options: readonly Option[], values: readonly string[]): Option[] {
  const key = values.join('\u0000')
  return useMemo(() => {
    const byValue = new Map(options.map((option) => [option.value, option]))
    return (key === '' ? [] : key.split('\u0000')).map(
      (value) => byValue.get(value) ?? { value, label: value },
    )
  }, [options, key])
}

function ComboboxList({ loading }: { loading?: boolean }) {
  const words = useUiWords()
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} className="z-50">
        <Base.Popup className={popupClassName}>
          <Base.Empty className="px-2 py-1.5 text-muted empty:hidden">
            {loading ? `${words.loading}…` : words.noMatches}
          </Base.Empty>
          <Base.List>
            {(option: Option) => (
              <Base.Item
                key={option.value}
                value={option}
                disabled={option.disabled}
                className={itemClassName}
              >
                {option.icon ? (
                  <option.icon size={16} strokeWidth={1.75} className="shrink-0 text-muted" aria-hidden />
                ) : null}
                <span className="min-w-0 flex-1">
                  <span className="block truncate">{option.label}</span>
                  {option.description ? (
                    <span className="block text-sm text-muted">{option.description}</span>
                  ) : null}
                </span>
                <Base.ItemIndicator className="text-accent-ink">
                  <Check size={14} aria-hidden />
                </Base.ItemIndicator>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}
