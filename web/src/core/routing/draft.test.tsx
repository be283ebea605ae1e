// @vitest-environment jsdom
import { Form, TextField, UiProvider, useForm } from '@flexoffice/ui'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { setLanguage } from '../i18n/languages.ts'
import { translatedUiWords } from '../i18n/ui-words.ts'
import { dropDrafts } from '../session/keep-for-person.ts'
import { keepSession } from '../session/keep-session.ts'
import { sessionStore, startSession } from '../session/session.ts'
import { useDraft } from './unsaved.tsx'

const kept = 'We kept what you typed here before and did not save.'

beforeEach(async () => {
  await setLanguage('en')
  signIn('ana')
})
afterEach(() => {
  cleanup()
  sessionStorage.clear()
})

function signIn(id: string): void {
  startSession({
    accessToken: 'x',
    expiresInSeconds: 60,
    idleMinutes: 30,
    person: { id, name: id, email: `${id}@example.com` },
    workspace: { id: 'w', name: 'Acme' },
    roles: [],
    roleNames: {},
    attributes: {},
    permissions: [],
  })
}

interface SampleProps {
  place?: string
  initial?: Record<string, string>
  submit?: () => Promise<void>
}

function Sample({
  place = 'orders',
  initial = { name: 'Bo', note: '' },
  submit = async () => {},
}: SampleProps) {
  const form = useForm<Record<string, string>>({
    initial,
    submit,
    readFailure: () => [{ message: 'Refused' }],
  })
  const { notice, forget } = useDraft(place, form, initial)
  return (
    <Form {...form.form} label="Sample" actions={<button type="submit">Save</button>}>
      {notice}
      {Object.keys(initial).map((name) => (
        <TextField key={name} label={name} {...form.field(name)} />
      ))}
      <button type="button" onClick={forget}>
        Close
      </button>
    </Form>
  )
}

/** The form drawn anew, as after a reload. */
function open(props: SampleProps = {}) {
  cleanup()
  render(
    <UiProvider words={translatedUiWords()}>
      <Sample {...props} />
    </UiProvider>,
  )
}

const valueOfField = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value

async function type(label: string, value: string) {
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
  await waitFor(() => expect(sessionStorage.length).toBe(1))
}

it('gives back what was typed, says so, and lets go of it on request', async () => {
  open()
  await type('note', 'Call again')
  expect(screen.queryByText(kept)).toBeNull()
  open()
  expect(await screen.findByText(kept)).toBeTruthy()
  expect([valueOfField('name'), valueOfField('note')]).toEqual(['Bo', 'Call again'])
  fireEvent.click(screen.getByRole('button', { name: 'Discard it' }))
  await waitFor(() => expect(screen.queryByText(kept)).toBeNull())
  expect([valueOfField('note'), sessionStorage.length]).toEqual(['', 0])
})

it('keeps it from other places and people, and to nobody after the session', async () => {
  open()
  await type('note', 'Call again')
  const others: [string, SampleProps][] = [
    ['ana', { place: 'customers' }],
    ['bia', {}],
  ]
  for (const [person, props] of others) {
    signIn(person)
    open(props)
    fireEvent.change(screen.getByLabelText('note'), { target: { value: 'x' } })
    await waitFor(() => expect(sessionStorage.length).toBe(2))
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(sessionStorage.length).toBe(1)
  }
  sessionStorage.setItem('other', 'stays')
  dropDrafts(null)
  expect(Object.keys(sessionStorage)).toEqual(['other'])
})

it('survives a reload, but not a session whose end the tab did not see', async () => {
  open()
  await type('note', 'Call again')
  cleanup()
  const drafts = () => Object.keys(sessionStorage).length
  sessionStore.set({ status: 'unknown', session: null })
  keepSession(async () => {})
  expect(drafts()).toBe(1)
  signIn('ana')
  expect(drafts()).toBe(1)
  sessionStore.set({ status: 'unreachable', session: null })
  expect(drafts()).toBe(1)
  signIn('bia')
  expect(drafts()).toBe(0)
  signIn('ana')
  open()
  await type('note', 'Call again')
  sessionStore.set({ status: 'unknown', session: null })
  sessionStore.set({ status: 'signed-out', session: null })
  expect(drafts()).toBe(0)
})

it('gives nothing back for fields that are gone, or that hold something else by now', async () => {
  open({ initial: { name: 'Bo', note: '', secret: '' } })
  for (const [label, value] of Object.entries({ name: 'Bob', note: 'Call', secret: 'x' }))
    await type(label, value)
  open({ initial: { name: 'Somebody else was here', note: '' } })
  expect(await screen.findByText(kept)).toBeTruthy()
  expect([valueOfField('name'), valueOfField('note')]).toEqual(['Somebody else was here', 'Call'])
  expect(screen.queryByLabelText('secret')).toBeNull()
})

it('forgets what is sent, also for a form that begins anew meanwhile, and keeps what was refused', async () => {
  const submit = vi.fn(async () => {
    throw new Error('Refused')
  })
  open({ submit })
  await type('note', 'Call')
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Refused')).toBeTruthy()
  await waitFor(() => expect(sessionStorage.length).toBe(1))
  open({ submit: () => new Promise(() => {}) })
  await screen.findByText(kept)
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(sessionStorage.length).toBe(0))
  open()
  expect(valueOfField('note')).toBe('')
})
