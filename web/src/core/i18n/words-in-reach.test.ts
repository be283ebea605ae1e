import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { earlyWords } from './early-words.ts'

const source = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string) => readFileSync(source + file, 'utf8')
const owners = new Map(
  globSync('**/messages.en.json', { cwd: source }).flatMap((file) =>
    keysOf(JSON.parse(read(file)), '').map((key) => [key, file.replace('/messages.en.json', '')] as const),
  ),
)
const namedKey = /\b(?:t|translate|hasMessage)\(\s*(?:[^'"`()]*\? )?['"`]([a-z]\w*(?:\.[\w-]+)+)(\.?\$\{)?/gi
const published = /^features\/pages\/(viewer|run|renderer|widgets)\//

/** The features as the application lists them: each may use those above it, and gets their words with its own. */
const order = [...read('features.ts').matchAll(/from '\.\/features\/([^/]+)\//g)].map(
  ([, name]) => name ?? '',
)
const listed = [...(/\[([^\]]+)\]/.exec(read('features.ts'))?.[1] ?? '').matchAll(/\w+/g)].map(
  ([name]) => name,
)
order.sort((first, second) => listed.indexOf(inCamels(first)) - listed.indexOf(inCamels(second)))

/** Whether the words of a folder are there when code of this file is on screen. */
function reaches(file: string, folder: string): boolean {
  if (earlyWords.test(folder)) return true
  if (folder === 'core/help') return file.startsWith(folder)
  if (published.test(file)) return false
  if (file.startsWith('features/pages/list/')) return folder === 'features/pages/list'
  if (folder === 'core/expression-field') return file.startsWith(folder) || file.startsWith('features/')
  const [own, other] = [file, folder].map((path) => order.indexOf(path.split('/')[1] ?? ''))
  return (
    file.startsWith('features/') && own !== undefined && other !== undefined && other >= 0 && other <= own
  )
}

test('every file finds the words that it names, whichever screens were open before', () => {
  let named = 0
  const missing = globSync('**/*.{ts,tsx}', { cwd: source })
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .flatMap((file) =>
      [...read(file).matchAll(namedKey)].flatMap(([, key = '', open]) => {
        const folders = open
          ? [...owners]
              .filter(([other]) => other.startsWith(key + open.replace('${', '')))
              .map(([, folder]) => folder)
          : [owners.get(key) ?? 'nowhere']
        named += folders.length
        return folders
          .filter((folder) => !reaches(file, folder))
          .map((folder) => `${file} says ${key} of ${folder}`)
      }),
    )
  expect([...new Set(missing)]).toEqual([])
  expect(named).toBeGreaterThan(500)
})

function keysOf(tree: Record<string, unknown>, prefix: string): string[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [prefix + name]
      : keysOf(value as Record<string, unknown>, `${prefix}${name}.`),
  )
}

function inCamels(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
