import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { formatMessage, isWellFormed } from './format-message.ts'

const source = fileURLToPath(new URL('../..', import.meta.url))
const english = globSync('**/messages.en.json', { cwd: source })
const portuguese = globSync('**/messages.pt-BR.json', { cwd: source })

describe('words', () => {
  test('every folder with words has both languages', () => {
    const other = portuguese.map((file) => file.replace('pt-BR', 'en'))
    expect([...other].sort()).toEqual([...english].sort())
  })

  test.each(english)('%s has the same keys in both languages, all well formed', (file) => {
    const first = readWords(file)
    const second = readWords(file.replace('messages.en', 'messages.pt-BR'))
    expect([...first.keys()].filter((key) => !second.has(key))).toEqual([])
    expect([...second.keys()].filter((key) => !first.has(key))).toEqual([])
    const broken = [...first, ...second].filter(([, text]) => !isWellFormed(text))
    expect(broken).toEqual([])
  })

  test('no two folders claim the same key', () => {
    const keys = english.flatMap((file) => [...readWords(file).keys()])
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  })
})

describe('messages', () => {
  const rows = '{count, plural, =0 {No rows} one {# row of {table}} other {# rows of {table}}}'

  test('plurals follow the language and fill what is inside', () => {
    expect(formatMessage(rows, { count: 0 }, 'en')).toBe('No rows')
    expect(formatMessage(rows, { count: 1, table: 'orders' }, 'en')).toBe('1 row of orders')
    expect(formatMessage(rows, { count: 1200, table: 'orders' }, 'pt-BR')).toBe('1.200 rows of orders')
  })

  test('a missing value stays visible, a broken message stays itself', () => {
    expect(formatMessage('Hello {name}', {}, 'en')).toBe('Hello {name}')
    expect(formatMessage('Hello {name', { name: 'Ana' }, 'en')).toBe('Hello {name')
    expect(isWellFormed('{count, plural, one {x}}')).toBe(false)
  })
})

function readWords(file: string): Map<string, string> {
  const words = new Map<string, string>()
  const collect = (tree: object, prefix: string): void => {
    for (const [key, value] of Object.entries(tree)) {
      if (typeof value === 'string') words.set(prefix + key, value)
      else collect(value, `${prefix}${key}.`)
    }
  }
  collect(JSON.parse(readFileSync(source + file, 'utf8')), '')
  return words
}
