import { AppError } from '@flexoffice/base'
import { TextField } from '@flexoffice/ui'
import { useState } from 'react'
import { hasMessage, useMessages } from '../../../../core/i18n/languages.ts'

/** A name that expressions use; taken over on leaving the field, so that references are renamed once. */
export function NameField(props: {
  label: string
  help?: string
  value: string
  onRename: (name: string) => void
}) {
  const { t } = useMessages()
  const [typed, setTyped] = useState<string | null>(null)
  const [error, setError] = useState<string>()
  function commit(): void {
    if (typed === null || typed === props.value) {
      setTyped(null)
      return
    }
    try {
      props.onRename(typed)
      setTyped(null)
      setError(undefined)
    } catch (failure) {
      setError(explain(failure, t))
    }
  }
  return (
    <TextField
      mono
      label={props.label}
      help={props.help}
      error={error}
      value={typed ?? props.value}
      onChange={(text) => {
        setTyped(text)
        setError(undefined)
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape') setTyped(null)
      }}
    />
  )
}

function explain(failure: unknown, t: (key: string) => string): string {
  if (!(failure instanceof AppError)) throw failure
  const field = failure.detail.fields?.[0]
  const key = `pageEditor.names.${field?.code}`
  return hasMessage(key) ? t(key) : (field?.message ?? failure.detail.public)
}
