import * as contract from '@flexoffice/contract/people'
import { ApiError } from '@flexoffice/sdk/client'
import {
  Button,
  buttonClassName,
  EmptyState,
  ErrorState,
  Form,
  PasswordField,
  SkeletonText,
  TextField,
  useForm,
} from '@flexoffice/ui'
import { Link, useLocation } from '@tanstack/react-router'
import { MailX } from 'lucide-react'
import { currentLanguage, useMessages } from '../../../core/i18n/languages.ts'
import { client, useOperation } from '../../../core/session/client.ts'
import { explainError, readFormProblems } from '../../../core/session/problems.ts'
import { useEnter } from './enter.ts'
import { isGoodPassword, NewPasswordField } from './new-password-field.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

/** The holder of an invitation's link joins: the token stands behind #, so it reaches no server log on the way here. */
export function InvitationScreen() {
  const { t } = useMessages()
  const token = useLocation({ select: ({ hash }) => hash })
  const shown = useOperation(
    contract.showInvitation,
    { token },
    { enabled: token.length >= 20, staleTime: Infinity },
  )
  if (token.length < 20 || (shown.error instanceof ApiError && shown.error.status < 500)) return <Unusable />
  if (shown.isError) {
    return (
      <SignInFrame title={t('people.invitation.title')}>
        <ErrorState title={explainError(shown.error).title} onRetry={() => void shown.refetch()} />
      </SignInFrame>
    )
  }
  if (!shown.data) {
    return (
      <SignInFrame title={t('people.invitation.title')}>
        <SkeletonText lines={5} />
      </SignInFrame>
    )
  }
  const { workspaceName, email, message, hasAccount } = shown.data
  return (
    <SignInFrame
      title={t('people.invitation.welcome', { workspace: workspaceName })}
      description={t(hasAccount ? 'people.invitation.known' : 'people.invitation.new', { email })}
    >
      {message ? (
        <blockquote className="mb-4 rounded-md bg-sunken px-3 py-2 whitespace-pre-line">{message}</blockquote>
      ) : null}
      <JoinForm token={token} workspace={workspaceName} email={email} hasAccount={hasAccount} />
    </SignInFrame>
  )
}

interface JoinFormProps {
  token: string
  workspace: string
  email: string
  hasAccount: boolean
}

function JoinForm({ token, workspace, email, hasAccount }: JoinFormProps) {
  const { t } = useMessages()
  const enter = useEnter()
  const form = useForm({
    initial: { name: '', password: '' },
    validate: ({ name, password }) => ({
      name: name.trim() === '' ? t('people.fields.nameMissing') : undefined,
      password: passwordProblem(password),
    }),
    submit: async ({ name, password }) => {
      const input = { token, name: name.trim(), password, language: currentLanguage() }
      await enter(await client.call(contract.acceptInvitation, input))
    },
    readFailure: readFormProblems,
  })
  const passwordProblem = (password: string) => {
    if (hasAccount) return password === '' ? t('people.fields.passwordMissing') : undefined
    return isGoodPassword(password) ? undefined : t('people.password.weak')
  }
  return (
    <Form {...form.form} label={t('people.invitation.title')}>
      {/* Password managers store the password under what stands here. */}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <TextField {...form.field('name')} label={t('people.fields.yourName')} autoComplete="name" autoFocus />
      {hasAccount ? (
        <PasswordField
          {...form.field('password')}
          label={t('people.fields.password')}
          help={t('people.invitation.passwordHelp')}
          autoComplete="current-password"
        />
      ) : (
        <NewPasswordField {...form.field('password')} label={t('people.fields.password')} />
      )}
      <Button type="submit" variant="primary" busy={form.busy}>
        {t('people.invitation.action', { workspace })}
      </Button>
    </Form>
  )
}

function Unusable() {
  const { t } = useMessages()
  return (
    <SignInFrame title={t('people.invitation.title')}>
      <EmptyState
        icon={MailX}
        title={t('people.invitation.unusableTitle')}
        className="py-2!"
        action={
          <Link to="/sign-in" className={buttonClassName('secondary')}>
            {t('people.signIn.action')}
          </Link>
        }
      >
        {t('errors.invitation_unusable')}
      </EmptyState>
    </SignInFrame>
  )
}
