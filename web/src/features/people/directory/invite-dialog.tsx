import type { Person } from '@flexoffice/contract/people'
import * as contract from '@flexoffice/contract/people'
import { Button, Dialog, Form, TextArea, TextField, useForm } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useAct } from '../../../core/session/client.ts'
import { readFormProblems } from '../../../core/session/problems.ts'
import { isEmail } from '../sign-in/is-email.ts'
import { AttributeFields, type AttributeValues } from './attribute-fields.tsx'
import { OneTimeLink } from './one-time-link.tsx'
import { RoleChoice } from './role-choice.tsx'

interface Made {
  email: string
  link: string
  expiresAt: string
}

/** Invites somebody: roles and what is known of them first, then the link, which is shown this once. */
export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, formatDateTime } = useMessages()
  const [made, setMade] = useState<Made | null>(null)
  const close = () => {
    setMade(null)
    onClose()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title={t(made ? 'people.invite.madeTitle' : 'people.invite.title')}
      description={made ? undefined : t('people.invite.description')}
      footer={made ? <InviteAgain onAgain={() => setMade(null)} onClose={close} /> : undefined}
    >
      {made ? (
        <OneTimeLink email={made.email} link={made.link}>
          {t('people.invite.once', { until: formatDateTime(made.expiresAt) })}
        </OneTimeLink>
      ) : (
        <InviteForm onMade={setMade} onCancel={close} />
      )}
    </Dialog>
  )
}

function InviteAgain({ onAgain, onClose }: { onAgain: () => void; onClose: () => void }) {
  const { t } = useMessages()
  return (
    <>
      <Button onClick={onAgain}>{t('people.invite.another')}</Button>
      <Button variant="primary" onClick={onClose}>
        {t('people.invite.finish')}
      </Button>
    </>
  )
}

function InviteForm({ onMade, onCancel }: { onMade: (made: Made) => void; onCancel: () => void }) {
  const { t } = useMessages()
  const act = useAct(contract.invitePerson, { invalidates: [contract.listInvitations], quiet: true })
  const form = useForm<{
    email: string
    roles: readonly string[]
    attributes: AttributeValues
    message: string
  }>({
    initial: { email: '', roles: ['viewer'], attributes: {}, message: '' },
    validate: ({ email, roles }) => ({
      email: isEmail(email) ? undefined : t('people.fields.emailWrong'),
      roles: roles.length === 0 ? t('people.roles.missing') : undefined,
    }),
    submit: async ({ email, roles, attributes, message }) => {
      const input = {
        email: email.trim(),
        roles: [...roles],
        attributes: attributes as Person['attributes'],
        message,
      }
      const { invitation, link } = await act.mutateAsync(input)
      onMade({ email: invitation.email, link, expiresAt: invitation.expiresAt })
    },
    readFailure: readFormProblems,
  })
  return (
    <Form
      {...form.form}
      label={t('people.invite.title')}
      actions={
        <>
          <Button onClick={onCancel}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {t('people.invite.action')}
          </Button>
        </>
      }
    >
      <TextField
        {...form.field('email')}
        label={t('people.fields.email')}
        type="email"
        autoComplete="off"
        autoFocus
      />
      <RoleChoice
        value={form.values.roles}
        onChange={(roles) => form.set('roles', roles)}
        error={form.field('roles').error}
      />
      <AttributeFields
        values={form.values.attributes}
        onChange={(attributes) => form.set('attributes', attributes)}
      />
      <TextArea
        {...form.field('message')}
        label={t('people.invite.message')}
        help={t('people.invite.messageHelp')}
        optional
        rows={2}
        maxLength={1000}
      />
    </Form>
  )
}
