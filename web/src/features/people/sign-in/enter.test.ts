import { expect, test, vi } from 'vitest'

vi.mock('../../../core/i18n/languages.ts', () => ({ setLanguage: async () => {} }))
vi.mock('../../../core/session/session.ts', () => ({ startSession: () => {} }))
const { safePath } = await import('./enter.ts')

test('goes on where the person wanted to go, but never to another site', () => {
  expect(safePath('/people?person=1#top')).toBe('/people?person=1#top')
  const elsewhere = [
    '//evil.example/x',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    null,
  ]
  expect(elsewhere.map(safePath)).toEqual(elsewhere.map(() => '/'))
  expect(safePath('/..//evil.example')).toBe('/')
})
