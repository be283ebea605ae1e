import * as contract from '@flexoffice/contract/people'
import {
  Button,
  buttonClassName,
  EmptyState,
  Form,
  Select,
  SkeletonText,
  TextField,
  useForm,
} from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import {
  currentLanguage,
  type Language,
  languages,
  setLanguage,
  useMessages,
} from '../../../core/i18n/languages.ts'
import { client, useOperation } from '../../../core/session/client.ts'
import { readFormProblems } from '../../../core/session/problems.ts'
import { useEnter } from './enter.ts'
import { isEmail } from './is-email.ts'
import { isGoodPassword, NewPasswordField } from './new-password-field.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

/** The first run: one screen makes the workspace and its Admin. */
export function SetUpScreen() {
  const { t } = useMessages()
  const state = useOperation(contract.showSetUpState, {})
  if (state.isPending) {
    return (
      <SignInFrame title={t('people.setUp.title')} wide>
        <SkeletonText lines={6} />
      </SignInFrame>
    )
  }
  if (state.data?.open === false) {
    return (
      <SignInFrame title={t('people.setUp.title')}>
        <EmptyState
          icon={CircleCheck}
          title={t('people.setUp.closedTitle')}
          className="py-2!"
          action={
            <Link to="/sign-in" className={buttonClassName('primary')}>
              {t('people.signIn.action')}
            </Link>
          }
        >
          {t('people.setUp.closedDetail')}
        </EmptyState>
      </SignInFrame>
    )
  }
  return (
    <SignInFrame title={t('people.setUp.title')} description={t('people.setUp.description')} wide ownLanguage>
      <SetUpForm />
    </SignInFrame>
  )
}

function SetUpForm() {
  const { t } = useMessages()
  const enter = useEnter()
  const need = (text: string, key: string) => (text.trim() === '' ? t(key) : undefined)
  const form = useForm({
    initial: { code: '', workspaceName: '', name: '', email: '', password: '', language: currentLanguage() },
    validate: (values) => ({
      code: need(values.code, 'people.setUp.codeMissing'),
      workspaceName: need(values.workspaceName, 'people.setUp.workspaceMissing'),
      name: need(values.name, 'people.fields.nameMissing'),
      email: isEmail(values.email) ? undefined : t('people.fields.emailWrong'),
      password: isGoodPassword(values.password) ? undefined : t('people.password.weak'),
    }),
    submit: async (values) => {
      const answer = await client.call(contract.setUpWorkspace, { ...values, email: values.email.trim() })
      await enter(answer)
    },
    readFailure: readFormProblems,
  })
  const choose = (language: Language) => {
    form.set('language', language)
    void setLanguage(language, true)
  }
  return (
    <Form {...form.form} label={t('people.setUp.title')}>
      <TextField
        {...form.field('code')}
        label={t('people.setUp.code')}
        help={t('people.setUp.codeHelp')}
        autoComplete="one-time-code"
        mono
        autoFocus
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          {...form.field('workspaceName')}
          label={t('people.setUp.workspace')}
          help={t('people.setUp.workspaceHelp')}
          autoComplete="organization"
        />
        <Select
          label={t('people.fields.language')}
          options={languages.map((value) => ({ value, label: t(`shell.languages.${value}`) }))}
          value={form.values.language}
          onChange={choose}
        />
        <TextField {...form.field('name')} label={t('people.fields.yourName')} autoComplete="name" />
        <TextField
          {...form.field('email')}
          label={t('people.fields.email')}
          type="email"
          autoComplete="username"
        />
      </div>
      <NewPasswordField {...form.field('password')} label={t('people.fields.password')} />
      <Button type="submit" variant="primary" busy={form.busy} className="mt-2 self-end">
        {t('people.setUp.action')}
      </Button>
    </Form>
  )
}
