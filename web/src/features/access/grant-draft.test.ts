import { expect, test } from 'vitest'
import { emptyGrant, isSameGrant, readRightWord, rightOf, rightWord, setOperation } from './grant-draft.ts'

test('the first right brings reading and the columns of today, not those of tomorrow', () => {
  const grant = setOperation(emptyGrant('sales'), 'update', true, ['a', 'b'])
  expect(grant.operations).toEqual({ read: true, create: false, update: true, delete: false })
  expect(grant.columns).toEqual({ a: { access: 'write' }, b: { access: 'write' } })
  expect(rightOf(grant, 'new')).toEqual({ access: 'none' })
})

test('without reading nothing is left, and columns that were chosen stay chosen', () => {
  const chosen = { ...emptyGrant('sales'), columns: { a: { access: 'read' as const } } }
  const reading = setOperation(chosen, 'read', true, ['a', 'b'])
  expect(reading.columns).toEqual({ a: { access: 'read' } })
  expect(
    setOperation({ ...reading, operations: { ...reading.operations, delete: true } }, 'read', false, [])
      .operations.delete,
  ).toBe(false)
})

test('words of rights read back', () => {
  for (const word of ['none', 'read', 'write', 'mask:lastFour'])
    expect(rightWord(readRightWord(word))).toBe(word)
})

test('the order of columns makes no difference', () => {
  const left = {
    ...emptyGrant('a'),
    columns: { x: { access: 'read' as const }, y: { access: 'none' as const } },
  }
  const right = {
    ...emptyGrant('a'),
    columns: { y: { access: 'none' as const }, x: { access: 'read' as const } },
  }
  expect(isSameGrant(left, right)).toBe(true)
  expect(isSameGrant(left, { ...right, rows: 'row.x == 1' })).toBe(false)
})
