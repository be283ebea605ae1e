// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { hasMessage, loadEditorWords, setLanguage, translate } from './languages.ts'

it('brings the words of the editor when they are wanted, and in every language chosen after', async () => {
  await setLanguage('en')
  expect(hasMessage('pages.title')).toBe(true)
  expect(hasMessage('pageEditor.title')).toBe(false)
  await loadEditorWords()
  const english = translate('pageEditor.title')
  await setLanguage('pt-BR')
  expect(hasMessage('pageEditor.title')).toBe(true)
  expect(translate('pageEditor.title')).not.toBe(english)
})
