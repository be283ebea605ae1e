import { builtInRoles } from '@flexoffice/contract/permissions'
import { expect, test } from 'vitest'
import { compareRoles } from './compare-roles.ts'

test('tells what a change of roles gives and takes, but not what another role keeps', () => {
  expect(compareRoles(builtInRoles, ['viewer'], ['viewer', 'editor'])).toEqual({
    gained: ['people.view', 'sources.view', 'sources.upload', 'pages.edit'],
    lost: [],
  })
  expect(compareRoles(builtInRoles, ['editor', 'developer'], ['developer'])).toEqual({
    gained: [],
    lost: ['pages.edit'],
  })
  expect(compareRoles(builtInRoles, ['sales'], ['support'])).toEqual({ gained: [], lost: [] })
})
