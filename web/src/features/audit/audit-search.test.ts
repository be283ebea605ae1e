import { expect, test } from 'vitest'
import { readSearch } from '../../core/routing/search.ts'
import { auditSearch, isFiltered, toFilter } from './audit-search.ts'

test('turns the address bar into a filter and leaves out what is empty or wrong', () => {
  const search = readSearch(auditSearch, {
    search: ' ana ',
    outcome: 'lost',
    person: 'nobody',
    from: 'yesterday',
  })
  expect(toFilter(search)).toEqual({ search: 'ana' })
  expect(isFiltered(readSearch(auditSearch, { entry: '12' }))).toBe(false)
})

test('takes both days of a range whole', () => {
  const { from, to } = toFilter(readSearch(auditSearch, { from: '2026-03-31', to: '2026-03-31' }))
  expect(new Date(to ?? '').getTime() - new Date(from ?? '').getTime()).toBe(86_400_000)
})
