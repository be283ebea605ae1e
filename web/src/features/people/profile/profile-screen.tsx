import * as contract from '@flexoffice/contract/people'
import {
  Button,
  Card,
  Form,
  PageBody,
  PageHeader,
  PasswordField,
  SegmentedControl,
  Select,
  showToast,
  TextField,
  useForm,
} from '@flexoffice/ui'
import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { languages, setLanguage, useMessages } from '../../../core/i18n/languages.ts'
import { UnsavedGuard } from '../../../core/routing/unsaved.tsx'
import { useAct } from '../../../core/session/client.ts'
import { readFormProblems } from '../../../core/session/problems.ts'
import { refreshSession, useSession } from '../../../core/session/session.ts'
import { setTheme, useTheme } from '../../../core/theme.ts'
import { useRoleNames } from '../role-names.ts'
import { SessionList } from '../session-list.tsx'
import { isGoodPassword, NewPasswordField } from '../sign-in/new-password-field.tsx'

/** What is one's own: name, language, theme, password, sessions. */
export function ProfileScreen() {
  const { t } = useMessages()
  const { person, roles } = useSession()
  const [changes, setChanges] = useState(0)
  const nameOf = useRoleNames()
  const roleNames = roles.map(nameOf).join(', ')
  return (
    <PageBody width="narrow">
      <PageHeader title={t('people.profile.title')} description={`${person.email} · ${roleNames}`} />
      <div className="flex flex-col gap-4">
        <PersonalCard />
        <Appearance />
        <PasswordCard key={changes} onChanged={() => setChanges(changes + 1)} />
        <Card title={t('people.sessions.mine')} description={t('people.sessions.mineDetail')}>
          <SessionList />
        </Card>
      </div>
    </PageBody>
  )
}

function PersonalCard() {
  const { t, language } = useMessages()
  const { person } = useSession()
  const act = useAct(contract.changePreferences, { quiet: true })
  const form = useForm({
    initial: { name: person.name, language },
    validate: ({ name }) => ({ name: name.trim() === '' ? t('people.fields.nameMissing') : undefined }),
    submit: async ({ name, language: chosen }) => {
      await act.mutateAsync({ name: name.trim(), language: chosen })
      await Promise.all([setLanguage(chosen, true), refreshSession()])
      showToast({ title: t('people.profile.saved'), tone: 'success' })
    },
    readFailure: readFormProblems,
  })
  return (
    <Card title={t('people.profile.personal')}>
      <UnsavedGuard when={form.dirty} />
      <Form
        {...form.form}
        label={t('people.profile.personal')}
        className="max-w-md"
        actions={
          <Button type="submit" variant="primary" busy={form.busy} disabled={!form.dirty}>
            {t('people.profile.save')}
          </Button>
        }
      >
        <TextField
          {...form.field('name')}
          label={t('people.fields.yourName')}
          autoComplete="name"
          maxLength={120}
        />
        <Select
          label={t('people.fields.language')}
          options={languages.map((value) => ({ value, label: t(`shell.languages.${value}`) }))}
          value={form.values.language}
          onChange={(next) => form.set('language', next)}
        />
      </Form>
    </Card>
  )
}

function Appearance() {
  const { t } = useMessages()
  const theme = useTheme()
  const icons = { system: Monitor, light: Sun, dark: Moon }
  return (
    <Card title={t('people.profile.appearance')} description={t('people.profile.appearanceDetail')}>
      <SegmentedControl
        label={t('shell.profile.theme')}
        options={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`shell.themes.${value}`),
          icon: icons[value],
        }))}
        value={theme}
        onChange={setTheme}
      />
    </Card>
  )
}

function PasswordCard({ onChanged }: { onChanged: () => void }) {
  const { t } = useMessages()
  const { person } = useSession()
  const act = useAct(contract.changePassword, { quiet: true, invalidates: [contract.listSessions] })
  const form = useForm({
    initial: { currentPassword: '', newPassword: '' },
    validate: ({ currentPassword, newPassword }) => ({
      currentPassword: currentPassword === '' ? t('people.fields.passwordMissing') : undefined,
      newPassword: isGoodPassword(newPassword) ? undefined : t('people.password.weak'),
    }),
    submit: async (values) => {
      await act.mutateAsync(values)
      showToast({ title: t('people.profile.passwordChanged'), tone: 'success' })
      onChanged()
    },
    readFailure: readFormProblems,
  })
  return (
    <Card title={t('people.profile.password')} description={t('people.profile.passwordDetail')}>
      <Form
        {...form.form}
        label={t('people.profile.password')}
        className="max-w-md"
        actions={
          <Button type="submit" variant="primary" busy={form.busy} disabled={!form.dirty}>
            {t('people.profile.changePassword')}
          </Button>
        }
      >
        <input type="email" name="email" autoComplete="username" value={person.email} readOnly hidden />
        <PasswordField
          {...form.field('currentPassword')}
          label={t('people.profile.currentPassword')}
          autoComplete="current-password"
        />
        <NewPasswordField {...form.field('newPassword')} label={t('people.profile.newPassword')} />
      </Form>
    </Card>
  )
}
