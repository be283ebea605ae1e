// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { hasMessage, loadWords, setLanguage, translate } from './languages.ts'

it('brings the words of a folder when they are wanted, and in every language chosen after', async () => {
  await setLanguage('en')
  expect(hasMessage('shell.search')).toBe(true)
  expect(hasMessage('pages.title')).toBe(true)
  expect(hasMessage('expressionProblems.syntax')).toBe(false)
  expect(hasMessage('widgetView.failed')).toBe(true)
  expect(hasMessage('pageEditor.title')).toBe(false)
  expect(hasMessage('people.tabs.people')).toBe(false)
  await loadWords(['core/expression-field', 'features/pages'])
  expect(hasMessage('people.tabs.people')).toBe(false)
  expect(hasMessage('expressionProblems.syntax')).toBe(true)
  const english = translate('pageEditor.title')
  await setLanguage('pt-BR')
  expect(hasMessage('pageEditor.title')).toBe(true)
  expect(translate('pageEditor.title')).not.toBe(english)
})
