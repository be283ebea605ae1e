import { type KeyboardEvent, useRef, useState } from 'react'
import type { CellEditing } from './grid-types.ts'

/** Properties of CellInput. */
export interface CellInputProps<Row> {
  editing: CellEditing<Row>
  label: string
  initial: string
  type?: 'text' | 'number' | 'date' | 'datetime-local'
  /** Turns the typed text into the committed value; throws what is shown as the cell's error. */
  parse?: (text: string) => unknown
}

/** The plain editor of a cell: Enter, Tab and leaving keep the value, Escape gives it up. */
export function CellInput<Row>({ editing, label, initial, type = 'text', parse }: CellInputProps<Row>) {
  const [text, setText] = useState(initial)
  const [error, setError] = useState<string | null>(null)
  const finished = useRef(false)
  const finish = () => {
    if (finished.current) return
    if (text === initial) return cancel()
    try {
      const value = parse ? parse(text) : text
      finished.current = true
      editing.commit(value)
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure))
    }
  }
  const cancel = () => {
    finished.current = true
    editing.cancel()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') cancel()
    if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault()
      finish()
    }
  }
  return (
    <input
      aria-label={label}
      aria-invalid={error !== null}
      title={error ?? undefined}
      type={type}
      value={text}
      // biome-ignore lint/a11y/noAutofocus: the person has just opened this cell to type in it
      autoFocus
      onFocus={(event) => type === 'text' && event.currentTarget.select()}
      onChange={(event) => {
        setText(event.target.value)
        setError(null)
      }}
      onKeyDown={onKeyDown}
      onBlur={finish}
      className="absolute inset-0 w-full bg-raised px-3 ring-2 outline-none ring-inset ring-accent aria-invalid:ring-danger"
    />
  )
}
