// @vitest-environment jsdom
import type { Problem } from '@flexoffice/contract/problem'
import { ApiError } from '@flexoffice/sdk/client'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { setLanguage } from '../i18n/languages.ts'
import { ScreenError } from './screen-states.tsx'

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: string }) => <a href="/">{children}</a>,
  useRouter: () => ({ invalidate: async () => {} }),
}))

const problem = (status: number, code: string, reference = 'none') =>
  new ApiError(status, { status, code, title: code, detail: code, reference } as unknown as Problem)

beforeAll(() => setLanguage('en'))
afterEach(cleanup)

describe('the error of a screen', () => {
  it.each([
    [
      'what may not be seen',
      problem(404, 'not_found'),
      /nothing here that you can open/i,
      /ask an Admin/i,
      0,
    ],
    ['what may not be done', problem(403, 'forbidden'), /may not open this/i, /Ask an Admin/, 0],
    [
      'a question that is wrong',
      problem(400, 'invalid_input', 'req-1'),
      /could not be shown/,
      /not valid/,
      0,
    ],
    ['a server that fails', problem(500, 'internal', 'req-2'), /could not be shown/, /server failed/, 1],
    ['a lost connection', new TypeError('fetch'), /could not be shown/, /could not be reached/, 1],
  ])(
    'for %s has one heading, a remedy, and another try only where it can help',
    (_, error, heading, remedy, tries) => {
      render(<ScreenError error={error} reset={() => {}} />)
      expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1)
      expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(heading)
      expect(screen.getByText(remedy)).toBeTruthy()
      expect(screen.queryAllByRole('button', { name: 'Try again' })).toHaveLength(tries)
    },
  )

  it('quotes the reference of a failure and no other', () => {
    const { rerender } = render(<ScreenError error={problem(500, 'internal', 'req-2')} reset={() => {}} />)
    expect(screen.getByText('req-2')).toBeTruthy()
    rerender(<ScreenError error={problem(503, 'unavailable')} reset={() => {}} />)
    expect(screen.queryByText('Reference')).toBeNull()
    expect(screen.queryByText('none')).toBeNull()
  })
})
