import type { LucideIcon } from 'lucide-react'
import { Eye, EyeOff, Search, X } from 'lucide-react'
import type { ComponentProps, HTMLInputTypeAttribute, KeyboardEvent, ReactNode, Ref } from 'react'
import { useState } from 'react'
import { IconButton } from '../actions/icon-button.tsx'
import { classNames } from '../class-names.ts'
import { useUiWords } from '../words.tsx'
import { useControlProps } from './field-ties.ts'
import { controlClassName, type FieldProps, FormField } from './form-field.tsx'

/** Properties shared by the one-line text fields. */
export interface TextFieldProps extends FieldProps {
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void
  type?: HTMLInputTypeAttribute
  placeholder?: string
  autoComplete?: string
  autoFocus?: boolean
  readOnly?: boolean
  maxLength?: number
  inputMode?: 'text' | 'numeric' | 'decimal' | 'email' | 'url' | 'tel'
  icon?: LucideIcon
  /** Something at the end of the box: a unit or a small button. */
  trailing?: ReactNode
  size?: 'sm' | 'md'
  mono?: boolean
  inputRef?: Ref<HTMLInputElement>
}

/** One line of text. */
export function TextField(props: TextFieldProps) {
  const {
    value,
    onChange,
    onBlur,
    icon: Icon,
    trailing,
    size = 'md',
    mono,
    inputRef,
    type = 'text',
    ...rest
  } = props
  const { placeholder, autoComplete, autoFocus, readOnly, maxLength, inputMode, onKeyDown, ...field } = rest
  return (
    <FormField {...field}>
      <div className="relative flex">
        {Icon ? (
          <Icon
            size={16}
            strokeWidth={1.75}
            aria-hidden
            className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-faint"
          />
        ) : null}
        <Input
          ref={inputRef}
          type={type}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onBlur}
          {...{ placeholder, autoComplete, readOnly, maxLength, inputMode, onKeyDown }}
          autoFocus={autoFocus}
          className={classNames(
            controlClassName,
            size === 'sm' ? 'h-7' : 'h-8',
            Icon && 'pl-8!',
            trailing !== undefined && trailing !== null && 'pr-9!',
            mono && 'font-mono text-sm',
          )}
        />
        {trailing !== undefined && trailing !== null ? (
          <div className="absolute inset-y-0 right-0.5 flex items-center text-sm text-muted">{trailing}</div>
        ) : null}
      </div>
    </FormField>
  )
}

/** A plain input, tied to the field around it. */
export function Input(props: ComponentProps<'input'>) {
  return <input {...useControlProps()} {...props} />
}

/** A password, which can be shown while it is typed. */
export function PasswordField(props: Omit<TextFieldProps, 'type' | 'trailing'>) {
  const words = useUiWords()
  const [shown, setShown] = useState(false)
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      trailing={
        <IconButton
          size="sm"
          icon={shown ? EyeOff : Eye}
          label={shown ? words.hidePassword : words.showPassword}
          onClick={() => setShown(!shown)}
        />
      }
    />
  )
}

/** A search box: label hidden, clears with Escape or its button. */
export function SearchField(
  props: Omit<TextFieldProps, 'type' | 'trailing' | 'icon' | 'label'> & { label?: string },
) {
  const words = useUiWords()
  const label = props.label ?? words.search
  return (
    <TextField
      {...props}
      label={label}
      hideLabel
      icon={Search}
      placeholder={props.placeholder ?? label}
      autoComplete="off"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && props.value !== '') {
          event.stopPropagation()
          props.onChange('')
        }
        props.onKeyDown?.(event)
      }}
      trailing={
        props.value ? (
          <IconButton size="sm" icon={X} label={words.clear} onClick={() => props.onChange('')} />
        ) : null
      }
    />
  )
}
