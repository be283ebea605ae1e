import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const languages = ['en', 'pt-BR'] as const
type Words = Map<string, string>
const usedKey =
  /(?:\bt\(|\btranslate\(|\b(?:label|title|description)Key[:=] ?)['"]([a-z][\w-]*(?:\.[\w-]+)+)['"]/gi
const widgetKey = /['"](widgets\.[\w.-]+)['"]/g

/**
 * Compares the words of both languages in every folder that has any, and the keys that the web's code names with the
 * words there are. Keys that are put together at run time cannot be seen here.
 */
export function checkMessages(root: string): { problems: string[]; keys: number } {
  const folders = ['web', 'packages', 'modules', 'server'].flatMap((top) => foldersWithMessages(root, top))
  const problems: string[] = []
  const owners = new Map<string, string>()
  let keys = 0
  for (const folder of folders) {
    const [english, portuguese] = languages.map((language) => readWords(root, folder, language, problems))
    if (!english || !portuguese) continue
    keys += english.size
    problems.push(...compareWords(folder, english, portuguese))
    problems.push(...claimKeys(folder, english, owners))
  }
  problems.push(...unwrittenKeys(root, owners, 'web/src', usedKey))
  problems.push(...unwrittenKeys(root, owners, 'packages/page-model/src/widgets', widgetKey))
  return { problems, keys }
}

/** All words form one space of keys: a key written in two folders would be shown from either. */
function claimKeys(folder: string, english: Words, owners: Map<string, string>): string[] {
  return [...english.keys()].flatMap((key) => {
    const owner = owners.get(key)
    owners.set(key, owner ?? folder)
    return owner ? [`${folder}: "${key}" is written in ${owner} too`] : []
  })
}

function unwrittenKeys(root: string, owners: Map<string, string>, top: string, usedKey: RegExp): string[] {
  const folder = join(root, top)
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
  return files
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .flatMap((file) => {
      const source = readFileSync(join(folder, file), 'utf8')
      const unwritten = [...source.matchAll(usedKey)].filter((match) => !owners.has(match[1] ?? ''))
      return unwritten.map((match) => {
        const line = source.slice(0, match.index).split('\n').length
        return `${top}/${file}:${line} "${match[1]}" has no words in any messages.en.json`
      })
    })
    .sort()
}

function compareWords(folder: string, english: Words, portuguese: Words): string[] {
  const missing = (from: Words, to: Words, language: string) =>
    [...from.keys()]
      .filter((key) => !to.has(key))
      .map((key) => `${folder}/messages.${language}.json has no "${key}"`)
  const differing = [...english].flatMap(([key, text]) => {
    const other = portuguese.get(key)
    if (other === undefined || placeholders(text) === placeholders(other)) return []
    return [
      `${folder}: "${key}" has the placeholders ${placeholders(text)} in en but ${placeholders(other)} in pt-BR`,
    ]
  })
  return [...missing(english, portuguese, 'pt-BR'), ...missing(portuguese, english, 'en'), ...differing]
}

function readWords(root: string, folder: string, language: string, problems: string[]): Words | null {
  const file = `${folder}/messages.${language}.json`
  if (!existsSync(join(root, file))) {
    problems.push(`${file} is missing`)
    return null
  }
  const words: Words = new Map()
  collect(JSON.parse(readFileSync(join(root, file), 'utf8')), '', words, (key) =>
    problems.push(`${file}: "${key}" is empty`),
  )
  return words
}

function collect(value: unknown, key: string, words: Words, tellEmpty: (key: string) => void): void {
  if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value))
      collect(inner, key === '' ? name : `${key}.${name}`, words, tellEmpty)
    return
  }
  const text = String(value)
  if (text.trim() === '') tellEmpty(key)
  words.set(key, text)
}

function placeholders(text: string): string {
  // A brace after a plural's selector opens a branch of words, not a placeholder.
  const names = [...text.matchAll(/(?<!(?:=\d+|\b(?:zero|one|two|few|many|other))\s*)\{\{?\s*([\w.]+)/g)].map(
    (match) => match[1] ?? '',
  )
  return `{${[...new Set(names)].sort().join(', ')}}`
}

function foldersWithMessages(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  const here = entries.some((entry) => /^messages\..+\.json$/.test(entry.name)) ? [folder] : []
  const inner = entries.filter(
    (entry) => entry.isDirectory() && !['node_modules', 'dist'].includes(entry.name),
  )
  return [...here, ...inner.flatMap((entry) => foldersWithMessages(root, `${folder}/${entry.name}`))]
}
