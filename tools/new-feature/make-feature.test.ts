import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkImports } from '../check-imports/check-imports.ts'
import { checkMessages } from '../check-messages/check-messages.ts'
import { deriveNames } from './feature-names.ts'
import { makeFeature } from './make-feature.ts'

const repository = join(import.meta.dirname, '../..')
const root = mkdtempSync(join(tmpdir(), 'new-feature-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('names are derived, and a name that cannot be used is refused with the remedy', () => {
  expect(deriveNames('sales-orders')).toMatchObject({
    camel: 'salesOrders',
    rowSnake: 'sales_order',
    words: 'Sales orders',
  })
  expect(deriveNames('warranties')).toMatchObject({ row: 'warranty', rowPascal: 'Warranty' })
  expect(deriveNames('staff', 'person')).toMatchObject({ row: 'person' })
  expect(deriveNames('staff')).toMatch(/--singular WORD/)
  expect(deriveNames('Sales Orders')).toMatch(/lower-case words/)
  expect(deriveNames('')).toMatch(/no name for a feature/)
})

test('a new feature keeps the rules of imports and words, is listed, and is never made over another', () => {
  plantRepository()
  const names = deriveNames('sales-orders')
  if (typeof names === 'string') throw new Error(names)
  const written = makeFeature(root, names)
  expect(written).toContain('server/src/features/sales-orders/list-sales-orders.test.ts')
  expect(checkImports(root).problems).toEqual([])
  const unwritten = checkMessages(root).problems.filter((problem) => problem.includes('sales-orders'))
  expect(unwritten).toEqual([])
  const list = readFileSync(join(root, 'server/src/features.ts'), 'utf8')
  expect(list).toContain("import { salesOrders } from './features/sales-orders/index.ts'")
  expect(list).toContain('[salesOrders]')
  expect(() => makeFeature(root, names)).toThrow(/already/)
})

/** The real packages and cores beside two empty lists of features. */
function plantRepository(): void {
  for (const path of [
    'packages/base',
    'packages/query',
    'packages/sdk',
    'packages/ui',
    'packages/testkit',
    'server/src/core',
    'web/src/core',
  ]) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    symlinkSync(join(repository, path), join(root, path))
  }
  for (const path of [
    'package.json',
    'server/package.json',
    'web/package.json',
    'packages/contract/package.json',
  ]) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    cpSync(join(repository, path), join(root, path))
  }
  mkdirSync(join(root, 'packages/contract/src'), { recursive: true })
  cpSync(
    join(repository, 'packages/contract/src/operation.ts'),
    join(root, 'packages/contract/src/operation.ts'),
  )
  writeFileSync(join(root, 'server/src/features.ts'), 'export const features = []\n')
  writeFileSync(join(root, 'web/src/features.ts'), 'export const features: readonly unknown[] = []\n')
}
