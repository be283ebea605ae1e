import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { checkImports } from './check-imports.ts'

const planted: string[] = []

afterEach(() => {
  for (const folder of planted.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const house = {
  'package.json': manifest([], ['vitest', 'vite']),
  'packages/base/package.json': manifest([]),
  'packages/base/src/index.ts': 'export const one = 1',
  'packages/query/package.json': manifest(['@flexoffice/base', 'zod']),
  'packages/query/src/index.ts': "import { one } from '@flexoffice/base'\nexport const two = one + one",
  'packages/testkit/package.json': manifest(['@flexoffice/base']),
  'packages/testkit/src/index.ts': 'export const clock = 0',
  'server/package.json': manifest(['@flexoffice/base', '@flexoffice/query', 'pg']),
  'server/src/features.ts': `
    import { pages } from './features/pages/index.ts'
    import { tenants } from './features/tenants/index.ts'
    export const features = [tenants, pages]`,
  'server/src/features/tenants/index.ts': 'export const tenants = 1',
  'server/src/features/tenants/api.ts': 'export const findTenant = 1',
  'server/src/features/pages/index.ts':
    "import { findTenant } from '../tenants/api.ts'\nexport const pages = findTenant",
  'server/src/features/pages/api.ts': 'export const findPage = 1',
  'server/src/core/run.ts': 'export const run = 1',
  'web/package.json': manifest(['@flexoffice/base', 'react']),
  'web/src/main.tsx': "import 'react'\nimport './style.css'\nexport const app = <b>1</b>",
  'web/src/style.css': '',
}

test('a house that keeps the rules has no problems', () => {
  expect(problemsWith({})).toEqual([])
})

test.each([
  [
    'a part outside the table',
    'packages/base/src/bad.ts',
    "\nimport '@flexoffice/query'",
    /^packages\/base\/src\/bad\.ts:2 packages\/base may not import packages\/query; it may import nothing/,
  ],
  [
    'a type import outside the table',
    'packages/base/src/bad.ts',
    "export type T = import('@flexoffice/query').Q",
    /may not import packages\/query/,
  ],
  [
    'a re-export outside the table',
    'packages/base/src/bad.ts',
    "export * from '@flexoffice/query'",
    /may not import packages\/query/,
  ],
  [
    'a dynamic import outside the table',
    'web/src/bad.ts',
    "const m = await import('@flexoffice/testkit')\nexport { m }",
    /web may not import packages\/testkit.*only in tests/,
  ],
  [
    'a relative path across parts',
    'web/src/bad.ts',
    "import '../../packages/base/src/index.ts'",
    /relative path; write @flexoffice\/base/,
  ],
  ['server from web', 'web/src/bad.ts', "import '@flexoffice/server/core/run'", /web may not import server/],
  ['a module by name', 'server/src/core/bad.ts', "import '@flexoffice/crm'", /may not name the module crm/],
  [
    'features from core',
    'server/src/core/bad.ts',
    "import '../features/tenants/api.ts'",
    /core may not import the feature tenants/,
  ],
  [
    'the composition root from a feature',
    'server/src/features/tenants/bad.ts',
    "import '../../features.ts'",
    /only the composition root/,
  ],
  [
    'a feature below',
    'server/src/features/tenants/bad.ts',
    "import '../pages/api.ts'",
    /tenants may not import pages, which stands below/,
  ],
  [
    'another file than api.ts',
    'server/src/features/pages/bad.ts',
    "import '../tenants/index.ts'",
    /only api\.ts of tenants, not index\.ts/,
  ],
  [
    'an inner file of a web feature',
    'web/src/features/pages/bad.ts',
    "import '../people/screen.ts'",
    /only api\.ts of people/,
  ],
  [
    'a computed import',
    'server/src/core/bad.ts',
    'const name = "x"\nawait import(name)',
    /bad\.ts:2 computed import/,
  ],
  [
    'a template import',
    'server/src/core/bad.ts',
    `const name = "x"\nawait import(\`./\${name}.ts\`)`,
    /computed import/,
  ],
  [
    'a glob import',
    'web/src/bad.ts',
    "export const all = import.meta.glob('./*.ts')",
    /glob over code is a computed import/,
  ],
  [
    'require',
    'server/src/core/bad.ts',
    "declare const require: (name: string) => unknown\nrequire('pg')",
    /calls require/,
  ],
  [
    'an undeclared npm package',
    'server/src/core/bad.ts',
    "import 'zod'",
    /zod is not declared in server\/package\.json/,
  ],
  [
    'a test dependency in product code',
    'server/src/core/bad.ts',
    "import 'vitest'",
    /vitest is not declared/,
  ],
  [
    'an undeclared workspace',
    'web/src/bad.ts',
    "import '@flexoffice/query'",
    /@flexoffice\/query is not declared in web\/package\.json/,
  ],
  ['Node in browser code', 'packages/base/src/bad.ts', "import 'node:fs'", /runs in the browser too/],
  [
    'a missing file',
    'server/src/core/bad.ts',
    "import './nowhere.ts'",
    /leads to server\/src\/core\/nowhere\.ts, which does not exist/,
  ],
  [
    'a missing package',
    'server/src/core/bad.ts',
    "import '@flexoffice/nowhere'",
    /packages\/nowhere does not exist/,
  ],
  [
    'a file outside the repository',
    'tools/bad.ts',
    "import '../../elsewhere.ts'",
    /leads out of the repository/,
  ],
  ['a file that does not parse', 'server/src/core/bad.ts', 'const = 1', /bad\.ts:1 does not parse/],
])('finds %s', (_, file, source, expected) => {
  const problems = problemsWith({
    'modules/crm/package.json': manifest([]),
    'modules/crm/index.ts': '',
    'web/src/features/people/screen.ts': '',
    [file]: source,
  })
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(expected)
})

test('finds every cycle, type imports counted, and tells each once', () => {
  const problems = problemsWith({
    'server/src/core/a.ts': "import type { B } from './b.ts'\nexport type A = B",
    'server/src/core/b.ts': "import { c } from './c.ts'\nexport type B = typeof c",
    'server/src/core/c.ts': "import type { A } from './a.ts'\nexport const c: A | 1 = 1",
    'server/src/core/self.ts': "export * from './self.ts'",
  })
  expect(problems).toEqual([
    'server/src/core/a.ts:1 import cycle: server/src/core/a.ts -> server/src/core/b.ts -> server/src/core/c.ts -> server/src/core/a.ts',
    'server/src/core/self.ts:1 import cycle: server/src/core/self.ts -> server/src/core/self.ts',
  ])
})

test('finds a feature and a package that stand in no list', () => {
  const problems = problemsWith({ 'server/src/features/lost/index.ts': '', 'packages/lost/src/index.ts': '' })
  expect(problems).toEqual([
    'server/src/features.ts:1 does not list the feature lost',
    'tools/check-imports/import-table.ts:1 has no line for packages/lost',
  ])
})

test('a module sees the sdk, ui in its web part, and only the contract of what it requires', () => {
  const problems = problemsWith({
    'packages/sdk/package.json': manifest([]),
    'packages/sdk/src/index.ts': '',
    'packages/ui/package.json': manifest([]),
    'packages/ui/src/index.ts': '',
    'modules/crm/package.json': manifest([
      '@flexoffice/sdk',
      '@flexoffice/ui',
      '@flexoffice/base',
      '@flexoffice/orders',
      '@flexoffice/stock',
    ]),
    'modules/crm/module.ts': "export const module = { requires: ['orders'] }",
    'modules/orders/package.json': manifest([]),
    'modules/stock/package.json': manifest([]),
    'modules/orders/contract/index.ts': '',
    'modules/stock/contract/index.ts': '',
    'modules/crm/web/fine.ts': "import '@flexoffice/sdk'\nimport '@flexoffice/ui'",
    'modules/crm/server/bad.ts':
      "import '@flexoffice/base'\nimport '@flexoffice/ui'\nimport '@flexoffice/orders/contract'\nimport '@flexoffice/stock/contract'",
  })
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
    'modules/crm/server/bad.ts:1',
    'modules/crm/server/bad.ts:2',
    'modules/crm/server/bad.ts:4',
  ])
})

test('tests may use the testkit, root tools and the composition root; only one file may compute an import', () => {
  const problems = problemsWith({
    'server/src/features/tenants/a.test.ts':
      "import 'vitest'\nimport '@flexoffice/testkit'\nimport '../../features.ts'",
    'server/src/features/pages/b.test.ts': "import '../tenants/index.ts'",
    'server/src/core/modules/load.ts': 'export const load = (path: string) => import(path)',
    'web/src/words.ts': "export const words = import.meta.glob('./**/messages.en.json')",
    'web/vite.config.ts': "import 'vite'\nimport 'node:path'",
  })
  expect(problems).toEqual([])
})

function problemsWith(extra: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'check-imports-'))
  planted.push(root)
  for (const [path, source] of Object.entries({ ...house, ...extra })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), source)
  }
  return checkImports(root).problems.map(({ file, line, message }) => `${file}:${line} ${message}`)
}

function manifest(dependencies: string[], devDependencies: string[] = []): string {
  const versions = (names: string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']))
  return JSON.stringify({ dependencies: versions(dependencies), devDependencies: versions(devDependencies) })
}
