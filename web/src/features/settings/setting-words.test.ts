// @vitest-environment jsdom
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasMessage, languages, loadWords, setLanguage } from '../../core/i18n/languages.ts'
import { groupTitle, settingWords } from './setting-words.ts'

const server = join(import.meta.dirname, '../../../../server/src/features')
const declaration = /: SettingDeclaration(?:<[^>]+>)? = \{\s*name: '([^']+)'/g
const declared = globSync('**/*.ts', { cwd: server, exclude: ['**/*.test.ts'] }).flatMap((file) =>
  [...readFileSync(join(server, file), 'utf8').matchAll(declaration)].map(([, name = '']) => name),
)
const rows = {
  name: 'sources.uploadMaximumRows',
  description: 'The most rows that one import may load.',
  schema: { type: 'integer', minimum: 1, maximum: 5_000_000 },
  default: 1_048_576,
  value: 1_048_576,
  isDefault: true,
}

describe('the words of settings', () => {
  it.each(languages)('stand for every declared setting and its feature in %s', async (language) => {
    await setLanguage(language)
    await loadWords(['features/settings'])
    expect(declared.length).toBeGreaterThanOrEqual(5)
    const wanted = declared.flatMap((name) => [
      `settings.groups.${name.split('.')[0]}`,
      `settings.names.${name}.label`,
      `settings.names.${name}.help`,
    ])
    expect(wanted.filter((key) => !hasMessage(key))).toEqual([])
  })

  it('write numbers by the language, with what they count', async () => {
    await setLanguage('pt-BR')
    await loadWords(['features/settings'])
    expect(settingWords(rows)).toEqual({
      label: 'Linhas de uma importação',
      help: 'O máximo de linhas que uma importação pode carregar. De 1 a 5.000.000. Padrão: 1.048.576 linhas',
      unit: 'linhas',
    })
  })

  it('fall back to the declaration where nothing is written', async () => {
    await setLanguage('en')
    const words = settingWords({ ...rows, name: 'stock.limit', description: 'The limit.', schema: {} })
    expect(words).toEqual({ label: 'The limit.', help: 'Default: 1,048,576', unit: undefined })
    expect(groupTitle('stock')).toBe('stock')
  })
})
