import type { ComponentProps, Ref } from 'react'
import { classNames } from '../class-names.ts'
import { useControlProps } from './field-ties.ts'
import { controlClassName, type FieldProps, FormField } from './form-field.tsx'

/** Properties of TextArea. */
export interface TextAreaProps extends FieldProps {
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  rows?: number
  placeholder?: string
  readOnly?: boolean
  maxLength?: number
  mono?: boolean
  autoFocus?: boolean
  inputRef?: Ref<HTMLTextAreaElement>
}

/** Several lines of text; grows with its content up to twelve lines. */
export function TextArea(props: TextAreaProps) {
  const {
    value,
    onChange,
    onBlur,
    rows = 3,
    placeholder,
    readOnly,
    maxLength,
    mono,
    autoFocus,
    inputRef,
    ...field
  } = props
  return (
    <FormField {...field}>
      <Box
        ref={inputRef}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
        className={classNames(
          controlClassName,
          'field-sizing-content max-h-64 resize-y py-1.5',
          mono && 'font-mono text-sm',
        )}
        {...{ rows, placeholder, readOnly, maxLength, autoFocus }}
      />
    </FormField>
  )
}

function Box(props: ComponentProps<'textarea'>) {
  return <textarea {...useControlProps()} {...props} />
}
