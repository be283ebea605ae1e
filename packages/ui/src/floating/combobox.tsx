import { Combobox as Base } from '@base-ui/react/combobox'
import { Check, ChevronsUpDown, X } from 'lucide-react'
import { type ComponentProps, type RefObject, useEffect, useMemo, useRef } from 'react'
import { chipLooks, comboboxLooks } from '../fields/choice-looks.ts'
import { useControlProps, useLabelId } from '../fields/field-ties.ts'
import type { FieldProps } from '../fields/form-field.tsx'
import { findChosen, itemClassName, type Option, popupClassName } from '../fields/option.ts'
import { useUiWords } from '../words.tsx'
import { type TakesOver, useTakeOver } from './stand-in.ts'

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

/** Properties of MultiCombobox. */
export interface MultiComboboxProps extends Shared {
  values: readonly string[]
  onChange: (values: string[]) => void
}

/** Properties of the control inside a Combobox's field; `typed` is what was typed before it came. */
export interface ComboboxControlProps extends Omit<ComboboxProps, Exclude<keyof FieldProps, 'label'>> {
  typed?: string | null
}

/** Properties of the control inside a MultiCombobox's field. */
export interface MultiControlProps extends Omit<MultiComboboxProps, keyof FieldProps> {
  typed?: string | null
}

/** The list itself, with the input that searches it. */
export function FloatingCombobox(props: ComboboxControlProps & TakesOver) {
  const { options, value, onChange, placeholder, onQueryChange, loading, onBlur, label } = props
  const words = useUiWords()
  const { id, disabled, ...control } = useControlProps()
  const labelId = useLabelId()
  const chosen = useChosen(options, value === null ? [] : [value])[0] ?? null
  const input = useTyped(props)
  return (
    <Base.Root
      id={id}
      items={options}
      value={chosen}
      disabled={disabled}
      filter={onQueryChange ? null : undefined}
      autoHighlight
      isItemEqualToValue={isSame}
      onInputValueChange={(query, details) => details.reason === 'input-change' && onQueryChange?.(query)}
      onValueChange={(next: Option | null) => onChange(next?.value ?? null)}
    >
      <Base.InputGroup className={comboboxLooks.group}>
        <Base.Input
          {...control}
          ref={input}
          aria-labelledby={labelId}
          placeholder={placeholder}
          onBlur={onBlur}
          onKeyDown={keepOnEscape}
          className={comboboxLooks.input}
        />
        <div className={comboboxLooks.buttons}>
          {chosen ? (
            <Base.Clear aria-label={words.clear} className={comboboxLooks.clear}>
              <X size={14} aria-hidden />
            </Base.Clear>
          ) : null}
          <Base.Trigger aria-label={label} className={comboboxLooks.open}>
            <ChevronsUpDown size={14} aria-hidden />
          </Base.Trigger>
        </div>
      </Base.InputGroup>
      <ComboboxList loading={loading} />
    </Base.Root>
  )
}

/** The same for several, with a chip for each. */
export function FloatingMultiCombobox(props: MultiControlProps & TakesOver) {
  const { options, values, onChange, placeholder, onQueryChange, loading, onBlur } = props
  const words = useUiWords()
  const { id, disabled, ...control } = useControlProps()
  const labelId = useLabelId()
  const chosen = useChosen(options, values)
  const input = useTyped(props)
  return (
    <Base.Root
      multiple
      id={id}
      items={options}
      value={chosen}
      disabled={disabled}
      filter={onQueryChange ? null : undefined}
      isItemEqualToValue={isSame}
      onInputValueChange={(query, details) => details.reason === 'input-change' && onQueryChange?.(query)}
      onValueChange={(next: Option[]) => onChange(next.map((option) => option.value))}
    >
      <Base.InputGroup className={chipLooks.group}>
        <Base.Chips className={chipLooks.chips}>
          {chosen.map((option) => (
            <Base.Chip key={option.value} aria-label={option.label} className={chipLooks.chip}>
              <span className="truncate">{option.label}</span>
              <Base.ChipRemove aria-label={`${words.remove} ${option.label}`} className={chipLooks.remove}>
                <X size={12} aria-hidden />
              </Base.ChipRemove>
            </Base.Chip>
          ))}
          <Base.Input
            {...control}
            ref={input}
            aria-labelledby={labelId}
            placeholder={chosen.length === 0 ? placeholder : ''}
            onBlur={onBlur}
            onKeyDown={keepOnEscape}
            className={chipLooks.input}
          />
        </Base.Chips>
      </Base.InputGroup>
      <ComboboxList loading={loading} />
    </Base.Root>
  )
}

/** Escape closes the list; pressed again it belongs to what stands around, and never empties the field. */
const keepOnEscape: ComponentProps<typeof Base.Input>['onKeyDown'] = (event) => {
  const isOpen = event.currentTarget.getAttribute('aria-expanded') === 'true'
  if (event.key === 'Escape' && !isOpen) event.preventBaseUIHandler()
}

function isSame(left: Option, right: Option): boolean {
  return left.value === right.value
}

/** Types what was typed into the stand-in, so that the list opens and is searched as if it had been there. */
function useTyped({
  typed,
  taken,
}: TakesOver & { typed?: string | null }): RefObject<HTMLInputElement | null> {
  const input = useRef<HTMLInputElement>(null)
  useTakeOver(input, taken)
  const waiting = useRef(typed ?? null)
  useEffect(() => {
    const text = waiting.current
    waiting.current = null
    if (text === null || !input.current) return
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {}
    set?.call(input.current, text)
    input.current.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }))
  }, [])
  return input
}

function useChosen(options: readonly Option[], values: readonly string[]): Option[] {
  const key = values.join('\u0000')
  return useMemo(() => findChosen(options, key === '' ? [] : key.split('\u0000')), [options, key])
}

function ComboboxList({ loading }: { loading?: boolean }) {
  const words = useUiWords()
  const labelId = useLabelId()
  return (
    // It floats beside the page's landmarks, so it is one itself while it is open.
    <Base.Portal role="region" aria-labelledby={labelId}>
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
