import { expect, it } from 'vitest'
import { defineWidget, type WidgetDefinition } from './widget.ts'

const sound: WidgetDefinition = {
  type: 'note',
  version: 1,
  label: 'note.label',
  description: 'note.description',
  icon: 'note',
  category: 'content',
  defaultSize: { w: 4, h: 4 },
  minSize: { w: 2, h: 2 },
  properties: [{ name: 'title', type: 'text', label: 'note.title', group: 'data' }],
  events: [],
  exposes: [{ name: 'value', type: 'text', label: 'note.value', initialFrom: 'title' }],
}

it('gives a sound definition back as it is', () => {
  expect(defineWidget(sound)).toBe(sound)
})

it.each<[string, Partial<WidgetDefinition>]>([
  ['declared twice', { properties: [...sound.properties, ...sound.properties] }],
  [
    'there is no property "titel"',
    { exposes: [{ name: 'value', type: 'text', label: 'x', initialFrom: 'titel' }] },
  ],
  ['below the minimum', { minSize: { w: 6, h: 2 } }],
])('tells its developer: %s', (message, change) => {
  expect(() => defineWidget({ ...sound, ...change })).toThrow(message)
})
