import type { KeyboardEvent } from 'react'
import { classNames } from '../class-names.ts'
import type { Option } from './option.ts'

/** Properties of SegmentedControl. */
export interface SegmentedControlProps<Value extends string> {
  label: string
  options: ReadonlyArray<Option<Value>>
  value: Value
  onChange: (value: Value) => void
  size?: 'sm' | 'md'
  /** Shows icons only; each keeps its name. */
  iconsOnly?: boolean
}

/** Switches between two to five views of the same thing. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const { label, options, value, onChange, size = 'md', iconsOnly } = props
  const reachable = options.find((option) => option.value === value && !option.disabled) ?? options[0]
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what a form sends
    <div
      role="group"
      aria-label={label}
      onKeyDown={moveFocus}
      className={classNames(
        'inline-flex shrink-0 gap-0.5 rounded-md bg-pressed p-0.5',
        size === 'sm' ? 'h-7' : 'h-8',
      )}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          tabIndex={option === reachable ? 0 : -1}
          disabled={option.disabled}
          aria-pressed={option.value === value}
          aria-label={iconsOnly ? option.label : undefined}
          onClick={() => option.value !== value && onChange(option.value)}
          className="flex items-center gap-1.5 rounded-md px-2 text-base font-medium text-muted hover:text-ink aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:ring-1 aria-pressed:ring-line-strong disabled:opacity-50"
        >
          {option.icon ? <option.icon size={16} strokeWidth={1.75} aria-hidden /> : null}
          {iconsOnly ? null : option.label}
        </button>
      ))}
    </div>
  )
}

/** The arrows go from choice to choice, so that the whole control is one stop of the Tab key. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const choices = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('button:enabled')]
  const at = choices.indexOf(document.activeElement as HTMLButtonElement)
  const last = choices.length - 1
  const targets: Record<string, number> = {
    ArrowRight: at === last ? 0 : at + 1,
    ArrowDown: at === last ? 0 : at + 1,
    ArrowLeft: at <= 0 ? last : at - 1,
    ArrowUp: at <= 0 ? last : at - 1,
    Home: 0,
    End: last,
  }
  const target = targets[event.key]
  if (target === undefined) return
  event.preventDefault()
  choices[target]?.focus()
}
