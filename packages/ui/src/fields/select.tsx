import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import { classNames } from '../class-names.ts'
import { controlClassName, type FieldProps, FormField } from './form-field.tsx'
import { itemClassName, type Option, popupClassName } from './option.ts'

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

/** One of a short, known list. For long or remote lists use Combobox. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { options, value, onChange, onBlur, placeholder = '—', size = 'md', readOnly, ...field } = props
  const items = options.map((option) => ({ value: option.value as string, label: option.label }))
  return (
    <FormField {...field}>
      <Base.Root
        items={items}
        value={value as string | null}
        disabled={field.disabled}
        readOnly={readOnly}
        onValueChange={(next) => next !== null && onChange(next as Value)}
        onOpenChange={(open) => !open && onBlur?.()}
      >
        <Base.Trigger
          className={classNames(
            controlClassName,
            'flex items-center justify-between gap-2 text-left select-none data-placeholder:text-faint data-popup-open:border-accent data-disabled:opacity-60',
            size === 'sm' ? 'h-7' : 'h-8',
          )}
        >
          <Base.Value className="truncate" placeholder={placeholder} />
          <Base.Icon className="text-faint">
            <ChevronsUpDown size={14} aria-hidden />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
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
    </FormField>
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
