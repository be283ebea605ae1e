import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { builtInWidgets } from '@flexoffice/page-model/widgets/registry'
import type { WidgetDefinition } from '@flexoffice/sdk/widget'
import { expect, it } from 'vitest'

/** What a widget's folder says, without comments and tests. */
function readFolder(type: string): string {
  const files = globSync(`${type}/*.{ts,tsx}`, { cwd: import.meta.dirname })
  return files
    .filter((file) => !file.includes('.test.'))
    .map((file) => readFileSync(resolve(import.meta.dirname, file), 'utf8'))
    .join('\n')
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
}

/** Names that are read as `properties.NAME`, as `queries.NAME`, or taken out of them with braces. */
function readNames(code: string): Set<string> {
  const direct = code.matchAll(/\b(?:properties|queries)\.(\w+)/g)
  const taken = code.matchAll(
    /\{([^{}]*)\}\s*(?:=\s*(?:props\.)?properties\b|:\s*WidgetRendererProps\['properties'\])/g,
  )
  const names = [...taken].flatMap(([, list]) =>
    list!.split(',').map((part) => part.split(/[:=]/)[0]!.trim()),
  )
  return new Set([...[...direct].map(([, name]) => name!), ...names])
}

/** What a definition offers and nothing reads; the page itself reads the first values of what is exposed. */
function listUnread(definition: WidgetDefinition): string[] {
  const code = readFolder(definition.type)
  const names = readNames(code)
  for (const { initialFrom } of definition.exposes) if (initialFrom) names.add(initialFrom)
  const started = new Set([...code.matchAll(/\bemit\('(\w+)'/g)].map(([, name]) => name!))
  return [
    ...definition.properties.filter(({ name }) => !names.has(name)).map(({ name }) => `property ${name}`),
    ...definition.properties
      .flatMap((property) => ('settings' in property ? (property.settings ?? []) : []))
      .filter((setting) => !new RegExp(`\\bentry\\.${setting}\\b`).test(code))
      .map((setting) => `column setting ${setting}`),
    ...definition.events.filter(({ name }) => !started.has(name)).map(({ name }) => `event ${name}`),
  ]
}

it.each(builtInWidgets.map((definition) => [definition.type, definition] as const))(
  'reads every property and setting and starts every event that the definition of %s offers',
  (_, definition) => expect(listUnread(definition)).toEqual([]),
)

it('would find what is offered and never read', () => {
  const [definition] = builtInWidgets
  const property = {
    name: 'unheardOf',
    type: 'columns',
    columnsOf: 'query',
    settings: ['required'],
    label: '',
    group: 'data',
  } as const
  const event = { name: 'neverStarted', label: '' }
  const more = { ...definition!, properties: [property], events: [event] }
  expect(listUnread(more)).toEqual(['property unheardOf', 'column setting required', 'event neverStarted'])
})
