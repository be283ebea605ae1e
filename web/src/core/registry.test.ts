import { House } from 'lucide-react'
import { expect, test } from 'vitest'
import { contributions, defineWebFeature } from './registry.ts'

const link = (section: 'admin' | 'data' | 'pages', path: string) => ({
  section,
  path,
  labelKey: path,
  icon: House,
})

test('links stand in the order of the sections, whatever feature they are of', () => {
  const made = [
    defineWebFeature({ name: 'people', navigation: [link('admin', '/people')] }),
    defineWebFeature({ name: 'data', navigation: [link('data', '/tables'), link('data', '/sources')] }),
    defineWebFeature({ name: 'pages', navigation: [link('pages', '/pages')] }),
  ]
  const paths = contributions(made, 'navigation', null).map(({ path }) => path)
  expect(paths).toEqual(['/pages', '/tables', '/sources', '/people'])
})
