import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { completeLock } from './complete-lock.mjs'
import { isInstalled } from './install.mjs'
import { fingerprintSources } from './web-build.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'flexoffice-setup-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

test('an installation counts when every part of the lock file is there in its version', () => {
  const here = { version: '1.0.0', integrity: 'sha512-a' }
  const locked = {
    '': {},
    'node_modules/a': here,
    'node_modules/b-win32': { version: '1.0.0', optional: true },
  }
  write('package-lock.json', JSON.stringify({ packages: locked }))
  expect(isInstalled(root)).toBe(false)
  expect(installedIs({ 'node_modules/a': here })).toBe(true)
  expect(installedIs({})).toBe(false)
  expect(installedIs({ 'node_modules/a': { ...here, version: '1.0.1' } })).toBe(false)
  expect(installedIs({ 'node_modules/a': { ...here, integrity: 'sha512-b' } })).toBe(false)
  expect(installedIs({ 'node_modules/a': here, 'node_modules/left-over': here })).toBe(false)
})

test('the web is built again when a source is changed, added or removed, and not for tests and folders of tools', () => {
  write('package-lock.json', '{}')
  write('web/src/page.tsx', 'one')
  write('packages/ui/src/button.tsx', 'one')
  const before = fingerprintSources(root)
  write('web/src/page.test.tsx', 'one')
  write('web/node_modules/x/index.js', 'one')
  write('server/src/main.ts', 'one')
  expect(fingerprintSources(root)).toBe(before)
  write('packages/ui/src/button.tsx', 'longer')
  const changed = fingerprintSources(root)
  expect(changed).not.toBe(before)
  write('modules/crm/web/list.tsx', 'one')
  const added = fingerprintSources(root)
  expect(added).not.toBe(changed)
  utimesSync(join(root, 'web/src/page.tsx'), 1, 1)
  expect(fingerprintSources(root)).not.toBe(added)
  rmSync(join(root, 'web/src/page.tsx'))
  expect(fingerprintSources(root)).not.toBe(added)
})

test('builds for other platforms that the registry lacks get an entry, others do not', () => {
  const optionalDependencies = {
    '@x/cli-linux-arm64-musl': '1.2.3',
    '@x/cli-win32-x64': '1.2.3',
    fsevents: '~2.3.3',
  }
  const lock = {
    packages: { '': {}, 'node_modules/@x/cli': { version: '1.2.3', dev: true, optionalDependencies } },
  }
  expect(completeLock(lock)).toEqual(['@x/cli-linux-arm64-musl', '@x/cli-win32-x64'])
  const entry = { version: '1.2.3', cpu: ['arm64'], libc: ['musl'], os: ['linux'], dev: true, optional: true }
  expect(lock.packages).toHaveProperty(['node_modules/@x/cli-linux-arm64-musl'], entry)
  expect(completeLock(lock)).toEqual([])
})

test('a program becomes the process: arguments, folder, signals and exit code are its own', async () => {
  write('program.ts', programText)
  const become = `import { become } from ${JSON.stringify(new URL('./run.mjs', import.meta.url).href)}
    become(process.execPath, ['program.ts', 'one', 'two'], process.env, ${JSON.stringify(root)})`
  const child = spawn(process.execPath, ['--input-type=module', '-e', become])
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  expect(JSON.parse(said.toString())).toEqual({ options: ['one', 'two'], folder: root, major: '24' })
  child.kill('SIGTERM')
  expect(await once(child, 'close')).toEqual([7, null])
})

const programText = `
process.on('SIGTERM', () => process.exit(7))
setInterval(() => {}, 1000)
const major: string = process.versions.node.split('.')[0]!
console.log(JSON.stringify({ options: process.argv.slice(2), folder: process.cwd(), major }))`

function installedIs(packages: object): boolean {
  write('node_modules/.package-lock.json', JSON.stringify({ packages }))
  return isInstalled(root)
}

function write(file: string, text: string): void {
  mkdirSync(join(root, file, '..'), { recursive: true })
  writeFileSync(join(root, file), text)
}
