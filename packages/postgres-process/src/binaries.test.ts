import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { chmod, cp, mkdtemp } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chooseAccount, runAs } from './account.ts'
import { prepareBinaries } from './binaries.ts'

const isRoot = process.getuid?.() === 0
let folder: string
let copy: string

beforeAll(async () => {
  folder = await mkdtemp('/tmp/flexoffice-binaries-')
  copy = join(folder, 'package')
  const original = dirname(await prepareBinaries(undefined))
  await cp(original, copy, { recursive: true, verbatimSymlinks: true })
  for (const target of linkTargets()) rmSync(join(copy, target), { force: true })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('links that npm was not allowed to make are made', async () => {
  expect(await prepareBinaries(undefined, copy)).toBe(join(copy, 'native'))
  expect(linkTargets().length).toBeGreaterThan(0)
  for (const target of linkTargets()) expect(existsSync(join(copy, target))).toBe(true)
})

test('binaries that the user cannot enter are copied to where it can run them, once', async () => {
  await chmod(folder, 0o700)
  const account = chooseAccount(folder)
  const native = await prepareBinaries(account, copy)
  expect(native.startsWith(isRoot ? '/var/cache/flexoffice/' : copy)).toBe(true)
  expect(await prepareBinaries(account, copy)).toBe(native)
  const version = execFileSync(join(native, 'bin', 'postgres'), ['--version'], {
    ...runAs(account),
    encoding: 'utf8',
  })
  expect(version).toContain('(PostgreSQL) 18')
})

function linkTargets(): string[] {
  const links = JSON.parse(readFileSync(join(copy, 'native', 'pg-symlinks.json'), 'utf8')) as {
    target: string
  }[]
  return links.map((link) => link.target)
}
