import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { errorStatuses } from '@flexoffice/base'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../../..')
const folders = ['server/src/**', 'packages/{connectors,query,sdk}/src/**']

/** What the server answers beside a code: reasons of refusals and of fields. Those that no screen can meet stand here. */
const unseen = new Set([
  'cancelled',
  'no_readable_key',
  'repeated_name',
  'column_count',
  'too_many_editors',
  // Of the operator's command `workspace:create`.
  'not_set_up',
  'workspace_name_taken',
])

it('has words for every code and reason that the server answers with', () => {
  const source = folders
    .flatMap((folder) => globSync(`${folder}/*.ts`, { cwd: root }))
    .filter((file) => !/\.test\.ts$|\/testing\/|campaign/.test(file))
    .map((file) => readFileSync(resolve(root, file), 'utf8'))
    .join('\n')
  const reasons = [
    ...source.matchAll(/reason: '([a-z_]+)'/g),
    ...source.matchAll(/invalidField\((?:[^;]*?),\s*'([a-z_]+)',?\s*\)/g),
    ...source.matchAll(/refuseFile\(\s*'[a-z_]+',\s*'([a-z_]+)'/g),
  ].map((match) => match[1]!)
  expect(new Set(reasons).size).toBeGreaterThan(60)
  const words = new Set(globSync('web/src/**/messages.en.json', { cwd: root }).flatMap(readKeys))
  const unwritten = [...reasons, ...Object.keys(errorStatuses)].filter(
    (code) => !unseen.has(code) && !words.has(`errors.${code}`) && !words.has(`errorKinds.${code}`),
  )
  expect([...new Set(unwritten)].sort()).toEqual([])
})

function readKeys(file: string): string[] {
  const tree = JSON.parse(readFileSync(resolve(root, file), 'utf8')) as Record<
    string,
    Record<string, unknown>
  >
  return ['errors', 'errorKinds'].flatMap((group) =>
    Object.keys(tree[group] ?? {}).map((code) => `${group}.${code}`),
  )
}
