// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { features } from '../../features.ts'
import { inOrder } from './checklist-order.ts'

it('leads from data to a page, its readers and their rights, whatever the order of the features', () => {
  const steps = features.flatMap(({ checklist = [] }) => checklist)
  expect(inOrder(steps).map(({ id }) => id)).toEqual([
    'connect-database',
    'upload-file',
    'create-page',
    'publish-page',
    'invite-person',
    'grant-access',
  ])
})
