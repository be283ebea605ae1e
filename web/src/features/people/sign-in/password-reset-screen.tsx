import * as contract from '@flexoffice/contract/people'
import { ApiError } from '@flexoffice/sdk/client'
import {
  Button,
  buttonClassName,
  EmptyState,
  ErrorState,
  Form,
  SkeletonText,
  TextField,
  useForm,
} from '@flexoffice/ui'
import { Link, useLocation } from '@tanstack/react-router'
import { CircleCheck, KeyRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { client, useOperation } from '../../../core/session/client.ts'
import { explainError, readFormProblems } from '../../../core/session/problems.ts'
import { isGoodPassword, NewPasswordField } from './new-password-field.tsx'
import { SignInFrame } from './sign-in-frame.tsx'

/** The holder of a reset link sets a new password: the token stands behind #, so it reaches no server log on the way here. */
export function PasswordResetScreen() {
  const { t } = useMessages()
  const token = useLocation({ select: ({ hash }) => hash })
  const [done, setDone] = useState(false)
  const shown = useOperation(
    contract.showPasswordReset,
    { token },
    { enabled: token.length >= 20 && !done, staleTime: Infinity },
  )
  if (done)
    return <Ended icon={CircleCheck} title={t('people.reset.done')} detail={t('people.reset.doneDetail')} />
  if (token.length < 20 || (shown.error instanceof ApiError && shown.error.status < 500)) {
    return (
      <Ended
        icon={KeyRound}
        title={t('people.invitation.unusableTitle')}
        detail={t('errors.reset_unusable')}
      />
    )
  }
  if (shown.isError) {
    return (
      <SignInFrame title={t('people.reset.title')}>
        <ErrorState title={explainError(shown.error).title} onRetry={() => void shown.refetch()} />
      </SignInFrame>
    )
  }
  if (!shown.data) {
    return (
      <SignInFrame title={t('people.reset.title')}>
        <SkeletonText lines={4} />
      </SignInFrame>
    )
  }
  return (
    <SignInFrame title={t('people.reset.title')} description={t('people.reset.description')}>
      <ResetForm token={token} email={shown.data.email} onDone={() => setDone(true)} />
    </SignInFrame>
  )
}

function ResetForm({ token, email, onDone }: { token: string; email: string; onDone: () => void }) {
  const { t } = useMessages()
  const form = useForm({
    initial: { password: '' },
    validate: ({ password }) => ({
      password: isGoodPassword(password) ? undefined : t('people.password.weak'),
    }),
    submit: async ({ password }) => {
      await client.call(contract.resetPassword, { token, password })
      onDone()
    },
    readFailure: readFormProblems,
  })
  return (
    <Form {...form.form} label={t('people.reset.title')}>
      <TextField
        label={t('people.fields.email')}
        type="email"
        value={email}
        onChange={() => {}}
        readOnly
        autoComplete="username"
      />
      <NewPasswordField {...form.field('password')} label={t('people.reset.password')} autoFocus />
      <Button type="submit" variant="primary" busy={form.busy}>
        {t('people.reset.action')}
      </Button>
    </Form>
  )
}

function Ended({ icon, title, detail }: { icon: typeof KeyRound; title: string; detail: ReactNode }) {
  const { t } = useMessages()
  return (
    <SignInFrame title={t('people.reset.title')}>
      <EmptyState
        icon={icon}
        title={title}
        className="py-2!"
        action={
          <Link to="/sign-in" className={buttonClassName('secondary')}>
            {t('people.signIn.action')}
          </Link>
        }
      >
        {detail}
      </EmptyState>
    </SignInFrame>
  )
}
