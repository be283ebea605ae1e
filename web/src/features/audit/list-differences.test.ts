import { expect, test } from 'vitest'
import { listDifferences } from './list-differences.ts'

test('lists only what changed, and everything of what is new', () => {
  const before = { name: 'Ana', roles: ['viewer'], attributes: { country: 'BR' } }
  const after = { name: 'Ana', roles: ['viewer', 'editor'], attributes: { country: 'PT' } }
  expect(listDifferences(before, after)).toEqual([
    { field: 'roles', before: 'viewer', after: 'viewer, editor' },
    { field: 'attributes', before: '{\n "country": "BR"\n}', after: '{\n "country": "PT"\n}' },
  ])
  expect(listDifferences(undefined, { name: 'Bia', age: null })).toEqual([
    { field: 'name', before: '', after: 'Bia' },
  ])
  expect(listDifferences(3, 4)).toEqual([{ field: 'value', before: '3', after: '4' }])
})
