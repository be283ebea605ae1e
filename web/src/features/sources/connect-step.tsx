import { Button, Form, TextField, useForm } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { ConnectionFields } from './connection-fields.tsx'
import { checkConnection, readConnectionProblems } from './connection-problems.ts'
import { type ConnectionValues, readConnectionUrl } from './connection-url.ts'

/** Where the database is and who signs in: pasted as an address or field by field, then tried. */
export function ConnectStep({
  initial,
  onTest,
}: {
  initial: ConnectionValues
  onTest: (values: ConnectionValues) => Promise<void>
}) {
  const { t } = useMessages()
  const [address, setAddress] = useState('')
  const form = useForm<ConnectionValues>({
    initial,
    validate: checkConnection,
    submit: onTest,
    readFailure: readConnectionProblems,
  })
  const read = address.trim() === '' ? undefined : readConnectionUrl(address)
  const paste = (text: string) => {
    setAddress(text)
    const values = readConnectionUrl(text)
    if (!values) return
    for (const [name, value] of Object.entries(values))
      form.set(name as keyof ConnectionValues, value as never)
    // A password is not left standing in a field that shows it.
    setAddress(text.replace(/^(\w+:\/\/[^:/@]*):[^@/]*@/, '$1:••••@'))
  }
  return (
    <Form
      {...form.form}
      label={t('sources.connect.reach')}
      actions={
        <Button type="submit" variant="primary" busy={form.busy}>
          {t('sources.connect.test')}
        </Button>
      }
    >
      <TextField
        label={t('sources.fields.address')}
        optional
        mono
        autoComplete="off"
        placeholder="postgres://user:password@db.example.com:5432/shop"
        value={address}
        onChange={paste}
        help={t(read ? 'sources.fields.addressRead' : 'sources.fields.addressHelp')}
        error={read === null ? t('sources.problems.address') : undefined}
      />
      <div className="border-t border-line" />
      <ConnectionFields form={form} />
    </Form>
  )
}
