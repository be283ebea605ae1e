import { Field } from '@base-ui/react/field'
import type { Ref } from 'react'
import { classNames } from '../class-names.ts'
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
      <Field.Control
        value={value}
        onValueChange={(next) => onChange(String(next))}
        onBlur={onBlur}
        className={classNames(
          controlClassName,
          'field-sizing-content max-h-64 resize-y py-1.5',
          mono && 'font-mono text-sm',
        )}
        render={<textarea ref={inputRef} rows={rows} {...{ placeholder, readOnly, maxLength, autoFocus }} />}
      />
    </FormField>
  )
}
