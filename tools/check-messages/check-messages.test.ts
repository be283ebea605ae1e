import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkMessages } from './check-messages.ts'

const root = mkdtempSync(join(tmpdir(), 'check-messages-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('finds missing keys, empty words, differing placeholders and a missing language', () => {
  plant('pages', 'en', { title: 'Pages', count: '{count} pages', only: { here: 'Here' }, empty: ' ' })
  plant('pages', 'pt-BR', { title: 'Páginas', count: '{total} páginas', empty: 'x', extra: 'Mais' })
  plant('data', 'en', { title: 'Data' })
  plant('files', 'en', { pages: 'P', count: 'C' })
  plant('files', 'pt-BR', { pages: 'P', count: 'C' })
  writeFileSync(
    join(root, 'web/src/screen.tsx'),
    "t('only.here')\nt('only.there', { a: 1 })\nconst x = { titleKey: 'no.title' }\n",
  )
  const { problems } = checkMessages(root)
  expect(problems).toEqual([
    'web/src/features/data/messages.pt-BR.json is missing',
    'web/src/features/pages/messages.en.json: "empty" is empty',
    'web/src/features/pages/messages.pt-BR.json has no "only.here"',
    'web/src/features/pages/messages.en.json has no "extra"',
    'web/src/features/pages: "count" has the placeholders {count} in en but {total} in pt-BR',
    'web/src/features/pages: "count" is written in web/src/features/files too',
    'web/src/screen.tsx:2 "only.there" has no words in any messages.en.json',
    'web/src/screen.tsx:3 "no.title" has no words in any messages.en.json',
  ])
})

function plant(feature: string, language: string, words: object): void {
  const folder = join(root, 'web/src/features', feature)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `messages.${language}.json`), JSON.stringify(words))
}
