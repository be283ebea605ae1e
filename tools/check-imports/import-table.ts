/**
 * Which part of the house may import which: the table of docs/architecture.md as data.
 * A part that is not listed here may not exist: a new package begins with its line in this table.
 */
export const importTable: Record<string, readonly string[]> = {
  'packages/base': [],
  'packages/expression': ['base'],
  'packages/query': ['base', 'expression'],
  'packages/contract': ['base', 'expression', 'query'],
  'packages/sdk': ['base', 'contract', 'query', 'expression'],
  'packages/connectors': ['base', 'query', 'sdk'],
  'packages/page-model': ['base', 'expression', 'query', 'contract', 'sdk'],
  'packages/postgres-process': ['base'],
  'packages/ui': ['base'],
  'packages/testkit': ['base', 'postgres-process'],
  tools: ['base', 'testkit'],
  server: ['base', 'expression', 'query', 'contract', 'sdk', 'connectors', 'page-model', 'postgres-process'],
  web: ['base', 'contract', 'expression', 'query', 'ui', 'sdk', 'page-model'],
  e2e: ['testkit', 'contract', 'sdk'],
  bench: ['testkit', 'contract', 'sdk'],
}

/** Parts whose product code runs in a browser too, so it may not import Node's own modules. */
export const browserParts: readonly string[] = [
  'packages/base',
  'packages/expression',
  'packages/query',
  'packages/contract',
  'packages/sdk',
  'packages/page-model',
  'packages/ui',
  'web',
]

/** The one file that may import a path known only at run time: it loads modules by their manifests. */
export const computedImportFile = 'server/src/core/modules/load.ts'

const testParts = ['packages/testkit', 'tools', 'e2e', 'bench']
const testFile = /\.(test|e2e|campaign|config|bench)\.[a-z]+$|\/(testing|campaign|campaigns|build-steps)\//

/** Whether a file is never part of the running product: tests, tools, configuration, campaigns. */
export function isTestFile(file: string): boolean {
  return testFile.test(file) || testParts.includes(partOf(file) ?? '')
}

/** The part of the house a file lies in: `packages/query`, `server`, `modules/crm`, `tools`. */
export function partOf(file: string): string | null {
  const [top = '', second] = file.split('/')
  if (top === 'packages' || top === 'modules') return second ? `${top}/${second}` : null
  return ['server', 'web', 'e2e', 'bench', 'tools'].includes(top) ? top : null
}
