import * as contract from '@flexoffice/contract/people'
import { Avatar, Banner, Button, Form, PasswordField, TextField, useForm } from '@flexoffice/ui'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { ArrowLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { client, useOperation } from '../../../core/session/client.ts'
import { readFormProblems } from '../../../core/session/problems.ts'
import { useSessionState } from '../../../core/session/session.ts'
import { useStore } from '../../../core/store.ts'
import { safePath, useEnter } from './enter.ts'
import { sessionEnd } from './session-end.ts'
import { SignInFrame } from './sign-in-frame.tsx'

interface Workspace {
  id: string
  name: string
}

/** E-mail and password; then the workspace, where somebody has several. */
export function SignInScreen() {
  const { t } = useMessages()
  const enter = useEnter()
  const [workspaces, setWorkspaces] = useState<readonly Workspace[] | null>(null)
  useLeaveWhenPointless()
  const form = useForm({
    initial: { email: '', password: '' },
    validate: ({ email, password }) => ({
      email: email.trim() === '' ? t('people.fields.emailMissing') : undefined,
      password: password === '' ? t('people.fields.passwordMissing') : undefined,
    }),
    submit: (values) => send(values),
    readFailure: readFormProblems,
  })
  const send = async (values: { email: string; password: string }, workspaceId?: string) => {
    const answer = await client.call(contract.signIn, { ...values, email: values.email.trim(), workspaceId })
    if (answer.status === 'choose_workspace') setWorkspaces(answer.workspaces)
    else await enter(answer)
  }
  if (workspaces) {
    return (
      <SignInFrame title={t('people.signIn.choose')} description={form.values.email}>
        <WorkspaceChoice
          workspaces={workspaces}
          onChoose={(id) => send(form.values, id)}
          onBack={() => setWorkspaces(null)}
        />
      </SignInFrame>
    )
  }
  return (
    <SignInFrame title={t('people.signIn.title')} description={t('people.signIn.description')}>
      <EndNotice />
      <Form {...form.form} label={t('people.signIn.title')}>
        <TextField
          {...form.field('email')}
          label={t('people.fields.email')}
          type="email"
          autoComplete="username"
          autoFocus
        />
        <PasswordField
          {...form.field('password')}
          label={t('people.fields.password')}
          autoComplete="current-password"
        />
        <Button type="submit" variant="primary" busy={form.busy}>
          {t('people.signIn.action')}
        </Button>
        <p className="text-center text-sm text-muted">{t('people.signIn.forgotten')}</p>
      </Form>
    </SignInFrame>
  )
}

function WorkspaceChoice({
  workspaces,
  onChoose,
  onBack,
}: {
  workspaces: readonly Workspace[]
  onChoose: (id: string) => Promise<void>
  onBack: () => void
}) {
  const { t } = useMessages()
  const [problem, setProblem] = useState('')
  const list = useRef<HTMLUListElement>(null)
  // The form that had the focus is gone; whoever works by keyboard goes on here.
  useEffect(() => list.current?.querySelector('button')?.focus(), [])
  const choose = async (id: string) => {
    try {
      await onChoose(id)
    } catch (error) {
      setProblem(readFormProblems(error)[0]?.message ?? '')
    }
  }
  return (
    <div className="flex flex-col gap-4">
      {problem ? (
        <Banner tone="danger" live>
          {problem}
        </Banner>
      ) : null}
      <ul ref={list} className="flex flex-col gap-2">
        {workspaces.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              onClick={() => void choose(id)}
              className="flex w-full items-center gap-3 rounded-md border border-line-strong px-3 py-2.5 text-left font-medium hover:bg-hover"
            >
              <Avatar name={name} square size={24} />
              <span className="min-w-0 flex-1 truncate">{name}</span>
              <ChevronRight size={16} className="text-faint" aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <Button variant="ghost" icon={ArrowLeft} onClick={onBack}>
        {t('people.signIn.back')}
      </Button>
    </div>
  )
}

function EndNotice() {
  const { t } = useMessages()
  const { next } = useSearch({ strict: false }) as { next?: string }
  const end = useStore(sessionEnd)
  if (end === 'none' && safePath(next) === '/') return null
  const key = end === 'none' ? 'toGoOn' : end === 'ended' ? 'ended' : 'signedOut'
  return (
    <div className="mb-4">
      <Banner tone={end === 'ended' ? 'warning' : 'info'}>{t(`people.signIn.${key}`)}</Banner>
    </div>
  )
}

/** Who is signed in already goes on; where nothing is set up yet, that comes first. */
function useLeaveWhenPointless(): void {
  const navigate = useNavigate()
  const router = useRouter()
  const { status } = useSessionState()
  const { next } = useSearch({ strict: false }) as { next?: string }
  const setUp = useOperation(contract.showSetUpState, {}, { enabled: status !== 'signed-in' })
  const isOpen = setUp.data?.open
  useEffect(() => {
    if (status === 'signed-in') router.history.replace(safePath(next))
    else if (isOpen) void navigate({ to: '/set-up', replace: true })
  }, [status, isOpen, next, navigate, router])
}
