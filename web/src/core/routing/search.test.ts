import { expect, test } from 'vitest'
import {
  readSearch,
  searchChoice,
  searchFlag,
  searchList,
  searchNumber,
  searchText,
  writeSearch,
} from './search.ts'

const fields = {
  query: searchText(),
  tab: searchChoice(['members', 'roles'], 'members'),
  page: searchNumber(1),
  mine: searchFlag(),
  countries: searchList(),
}

test('what is written is read again, and defaults leave the address short', () => {
  const values = {
    query: 'a b',
    tab: 'roles' as const,
    page: 3,
    mine: true,
    countries: ['BR', 'a,b!1', '!', '', 'São Paulo %41'],
  }
  expect(readSearch(fields, writeSearch(fields, values))).toEqual(values)
  expect(writeSearch(fields, readSearch(fields, {}))).toEqual({})
})

test('nonsense in the address takes the default', () => {
  const raw = { tab: 'secrets', page: 'NaN', mine: 'maybe' }
  expect(readSearch(fields, raw)).toEqual({
    query: '',
    tab: 'members',
    page: 1,
    mine: false,
    countries: [],
  })
})

test("parameters of others stay, the screen's own defaults leave", () => {
  expect(writeSearch({ tab: fields.tab }, { tab: 'members' }, { tab: 'roles', next: '/x' })).toEqual({
    next: '/x',
  })
})
