import { expect, test } from 'vitest'
import { nameFromLabel } from './name-from-label.ts'

test('makes a name that rules can use', () => {
  expect(nameFromLabel('País de origem')).toBe('pais_de_origem')
  expect(nameFromLabel('  2nd Cost-Centre! ')).toBe('nd_cost_centre')
  expect(nameFromLabel('日本')).toBe('')
})
