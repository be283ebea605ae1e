import { expect, it } from 'vitest'
import { addPermission } from './needed-permissions.ts'

it('brings what a permission needs along, as far as it may be given', () => {
  expect(addPermission(['data.use'], 'pages.edit', () => true)).toEqual([
    'data.use',
    'pages.edit',
    'pages.view',
  ])
  expect(addPermission([], 'sources.upload', (name) => name === 'data.use')).toEqual([
    'sources.upload',
    'data.use',
  ])
  expect(addPermission([], 'audit.read', () => true)).toEqual(['audit.read'])
})
