import type { Person } from '@flexoffice/contract/people'
import * as contract from '@flexoffice/contract/people'
import {
  Badge,
  Banner,
  Button,
  DescriptionList,
  ErrorState,
  Form,
  SidePanel,
  SkeletonText,
  showToast,
  TextField,
  useForm,
} from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { UnsavedGuard } from '../../../core/routing/unsaved.tsx'
import { useAct, useOperation } from '../../../core/session/client.ts'
import { explainError, readFormProblems } from '../../../core/session/problems.ts'
import { usePermission, useSession } from '../../../core/session/session.ts'
import { SessionList } from '../session-list.tsx'
import { AttributeFields, type AttributeValues } from './attribute-fields.tsx'
import { DeactivateDialog } from './deactivate-dialog.tsx'
import { ResetDialog } from './reset-dialog.tsx'
import { RoleChoice } from './role-choice.tsx'
import { RoleImpact } from './role-impact.tsx'

const stale = [contract.listPeople, contract.showPerson, contract.listRoles]

/** One person beside the list: who they are, what they may do, where they are signed in. */
export function PersonPanel({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { t } = useMessages()
  const shown = useOperation(contract.showPerson, { personId })
  const person = shown.data
  if (!person) {
    return (
      <SidePanel title={t('people.person.title')} onClose={onClose} width={440}>
        {shown.isError ? (
          <ErrorState title={explainError(shown.error).title} onRetry={() => void shown.refetch()} />
        ) : (
          <SkeletonText lines={8} />
        )}
      </SidePanel>
    )
  }
  // What somebody else changed meanwhile is read anew; a form with unsaved work keeps it and the server decides.
  return <OpenPerson person={person} onClose={onClose} />
}

function OpenPerson({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useMessages()
  const form = usePersonForm(person)
  const isActive = person.state === 'active'
  const manages = usePermission('people.manage')
  return (
    <SidePanel
      title={person.name}
      subtitle={person.email}
      width={440}
      onClose={onClose}
      actions={
        <Badge tone={isActive ? 'success' : 'neutral'} dot>
          {t(`people.state.${person.state}`)}
        </Badge>
      }
      footer={
        form.dirty ? (
          <>
            <Button onClick={() => form.reset()}>{t('people.person.discard')}</Button>
            <Button variant="primary" busy={form.busy} onClick={form.form.onSubmit}>
              {t('people.person.save')}
            </Button>
          </>
        ) : null
      }
    >
      <UnsavedGuard when={form.dirty} />
      <div className="flex flex-col gap-6">
        {isActive ? null : (
          <Banner tone="warning" title={t('people.person.deactivated')}>
            {person.deactivationReason}
          </Banner>
        )}
        <PersonForm person={person} form={form} />
        <Facts person={person} />
        {manages && isActive ? (
          <section aria-labelledby="sessions-of-person">
            <h3 id="sessions-of-person" className="mb-2 font-semibold">
              {t('people.sessions.title')}
            </h3>
            <SessionList personId={person.id} />
          </section>
        ) : null}
        <ResetAction person={person} />
        <StateActions person={person} />
      </div>
    </SidePanel>
  )
}

interface PersonValues {
  name: string
  roles: readonly string[]
  attributes: AttributeValues
}

function usePersonForm(person: Person) {
  const { t } = useMessages()
  const act = useAct(contract.changePerson, { invalidates: stale, quiet: true })
  return useForm<PersonValues>({
    initial: { name: person.name, roles: person.roles, attributes: person.attributes },
    validate: ({ name, roles }) => ({
      name: name.trim() === '' ? t('people.fields.nameMissing') : undefined,
      roles: roles.length === 0 ? t('people.roles.missing') : undefined,
    }),
    submit: async ({ name, roles, attributes }) => {
      await act.mutateAsync({
        personId: person.id,
        name: name.trim(),
        roles: [...roles],
        attributes: attributes as Person['attributes'],
      })
      showToast({ title: t('people.person.saved', { name }), tone: 'success' })
    },
    readFailure: readFormProblems,
  })
}

function PersonForm({ person, form }: { person: Person; form: ReturnType<typeof usePersonForm> }) {
  const { t } = useMessages()
  const readOnly = !person.abilities.change
  return (
    <Form {...form.form} label={t('people.person.form')}>
      <TextField
        {...form.field('name')}
        label={t('people.fields.name')}
        readOnly={readOnly}
        maxLength={120}
      />
      <RoleChoice
        held={person.roles}
        value={form.values.roles}
        onChange={(roles) => form.set('roles', roles)}
        error={form.field('roles').error}
        readOnly={readOnly}
      />
      <RoleImpact before={person.roles} after={form.values.roles} />
      <AttributeFields
        values={form.values.attributes}
        onChange={(attributes) => form.set('attributes', attributes)}
        readOnly={readOnly}
      />
    </Form>
  )
}

function Facts({ person }: { person: Person }) {
  const { t, formatDate, formatRelativeTime } = useMessages()
  const seen = person.lastSeenAt ? formatRelativeTime(person.lastSeenAt) : t('people.list.never')
  return (
    <DescriptionList
      items={[
        { term: t('people.fields.lastSeen'), detail: seen },
        { term: t('people.fields.joined'), detail: formatDate(person.createdAt) },
      ]}
    />
  )
}

function ResetAction({ person }: { person: Person }) {
  const { t } = useMessages()
  const session = useSession()
  const [asking, setAsking] = useState(false)
  const isOwn = person.id === session.person.id
  if (!person.abilities.change || person.state !== 'active' || isOwn) return null
  return (
    <section aria-label={t('people.reset.section')} className="border-t border-line pt-4">
      <p className="mb-2 text-muted">{t('people.reset.what')}</p>
      <Button onClick={() => setAsking(true)}>{t('people.reset.open')}</Button>
      <ResetDialog person={person} open={asking} onClose={() => setAsking(false)} />
    </section>
  )
}

function StateActions({ person }: { person: Person }) {
  const { t } = useMessages()
  const session = useSession()
  const [asking, setAsking] = useState(false)
  const reactivate = useAct(contract.reactivatePerson, {
    invalidates: stale,
    onDone: ({ name }) => showToast({ title: t('people.reactivate.done', { name }), tone: 'success' }),
  })
  if (!person.abilities.deactivate) {
    const isSelf = person.id === session.person.id
    return isSelf ? <p className="text-sm text-muted">{t('people.deactivate.self')}</p> : null
  }
  return (
    <section aria-label={t('people.deactivate.section')} className="border-t border-line pt-4">
      {person.state === 'active' ? (
        <>
          <p className="mb-2 text-muted">{t('people.deactivate.what')}</p>
          <Button onClick={() => setAsking(true)}>{t('people.deactivate.open')}</Button>
          <DeactivateDialog person={person} open={asking} onOpenChange={setAsking} />
        </>
      ) : (
        <Button busy={reactivate.isPending} onClick={() => reactivate.mutate({ personId: person.id })}>
          {t('people.reactivate.action')}
        </Button>
      )}
    </section>
  )
}
