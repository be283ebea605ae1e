// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { hasMessage, languages, loadWords, setLanguage } from '../i18n/languages.ts'
import { areaOf, commonKeys, helpAreas } from './help-areas.ts'

describe('the help of a screen', () => {
  it.each([
    ['/', 'home'],
    ['/data/tables/1', 'tables'],
    ['/access/1', 'access'],
    ['/data/imports/new', 'sources'],
    ['/data/sample-company', 'sources'],
    ['/pages', 'pages'],
    ['/pages/1', 'pages'],
    ['/pages/1/edit', 'editor'],
    ['/people', 'people'],
    ['/audit', 'audit'],
    ['/admin/settings', 'home'],
  ])('at %s speaks of %s', (path, name) => {
    expect(areaOf(path).name).toBe(name)
  })

  it.each(languages)('has all its words in %s', async (language) => {
    await setLanguage(language)
    await loadWords(['core/help'])
    const areas = helpAreas.flatMap(({ name, points }) => [
      `help.areas.${name}.title`,
      `help.areas.${name}.intro`,
      ...points.flatMap((point) =>
        ['term', 'text'].map((part) => `help.areas.${name}.points.${point}.${part}`),
      ),
    ])
    const keys = [commonKeys, ...helpAreas.map((area) => area.keys ?? [])].flat()
    const wanted = [...areas, ...keys.map(([, name]) => `help.keys.${name}`)]
    expect(wanted.filter((key) => !hasMessage(key))).toEqual([])
  })
})
