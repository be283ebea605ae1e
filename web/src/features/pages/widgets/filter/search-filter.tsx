import type { WidgetRendererProps } from '@flexoffice/sdk/widget'
import { SearchField } from '@flexoffice/ui'
import { useEffect, useRef, useState } from 'react'
import { labelOf } from './filter-label.ts'

/** How long typing pauses before the text counts. */
const pauseMilliseconds = 250

/** A text to look for, also as a list of it; it counts when typing pauses, on Enter, and at once when it is cleared. */
export function SearchFilter(props: WidgetRendererProps) {
  const { exposed, expose, emit } = props
  const given = String(exposed.value ?? '')
  const [text, setText] = useState(given)
  const told = useRef(given)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { label, hideLabel, placeholder } = labelOf(props)

  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    if (given === told.current) return
    told.current = given
    setText(given)
  }, [given])

  const tell = (value: string) => {
    clearTimeout(timer.current)
    if (value === told.current) return
    told.current = value
    expose('values', value === '' ? [] : [value])
    void emit('change')
  }
  const change = (value: string) => {
    setText(value)
    clearTimeout(timer.current)
    if (value === '') tell(value)
    else timer.current = setTimeout(() => tell(value), pauseMilliseconds)
  }
  return (
    <search className="flex h-full flex-col gap-1">
      {hideLabel ? null : (
        <span aria-hidden className="truncate font-medium">
          {label}
        </span>
      )}
      <SearchField
        label={label}
        placeholder={placeholder ?? label}
        value={text}
        maxLength={1000}
        onChange={change}
        onKeyDown={(event) => event.key === 'Enter' && tell(text)}
      />
    </search>
  )
}
