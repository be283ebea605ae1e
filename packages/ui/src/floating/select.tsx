import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import { useRef } from 'react'
import { selectClassName } from '../fields/choice-looks.ts'
import { useControlProps, useLabelId } from '../fields/field-ties.ts'
import type { FieldProps } from '../fields/form-field.tsx'
import { itemClassName, type Option, popupClassName } from '../fields/option.ts'
import { type TakesOver, useTakeOver } from './stand-in.ts'

/** Properties of Select; `null` means that nothing is chosen yet. */
export interface SelectProps<Value extends string> extends FieldProps {
  options: ReadonlyArray<Option<Value>>
  value: Value | null
  onChange: (value: Value) => void
  onBlur?: () => void
  placeholder?: string
  size?: 'sm' | 'md'
  readOnly?: boolean
}

/** Properties of the control inside a Select's field. */
export type SelectControlProps = Omit<SelectProps<string>, keyof FieldProps>

/** The list itself, with the box that opens it. */
export function FloatingSelect(props: SelectControlProps & TakesOver) {
  const { options, value, onChange, onBlur, placeholder = '—', size, readOnly, taken } = props
  const { id, disabled, ...control } = useControlProps()
  const labelId = useLabelId()
  const box = useRef<HTMLButtonElement>(null)
  useTakeOver(box, taken)
  return (
    <Base.Root
      id={id}
      items={options}
      value={value}
      disabled={disabled}
      readOnly={readOnly}
      onValueChange={(next) => next !== null && onChange(next)}
      onOpenChange={(open) => !open && onBlur?.()}
    >
      <Base.Trigger {...control} ref={box} aria-labelledby={labelId} className={selectClassName(size)}>
        <Base.Value className="truncate" placeholder={placeholder} />
        <Base.Icon className="text-faint">
          <ChevronsUpDown size={14} aria-hidden />
        </Base.Icon>
      </Base.Trigger>
      {/* It floats beside the page's landmarks, so it is one itself while it is open. */}
      <Base.Portal role="region" aria-labelledby={labelId}>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className={popupClassName}>
            <Base.List>
              {options.map((option) => (
                <OptionLine key={option.value} option={option} />
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function OptionLine({ option }: { option: Option }) {
  const Icon = option.icon
  return (
    <Base.Item value={option.value} disabled={option.disabled} className={itemClassName}>
      {Icon ? <Icon size={16} strokeWidth={1.75} className="shrink-0 text-muted" aria-hidden /> : null}
      <span className="min-w-0 flex-1">
        <Base.ItemText className="block truncate">{option.label}</Base.ItemText>
        {option.description ? <span className="block text-sm text-muted">{option.description}</span> : null}
      </span>
      <Base.ItemIndicator className="text-accent-ink">
        <Check size={14} aria-hidden />
      </Base.ItemIndicator>
    </Base.Item>
  )
}
