import { builtInWidgets } from '@flexoffice/page-model/widgets/registry'
import type { WidgetDefinition } from '@flexoffice/sdk/widget'
import { expect, it } from 'vitest'
import english from '../editor/messages.en.json'
import portuguese from '../editor/messages.pt-BR.json'

function keysOf(definition: WidgetDefinition): string[] {
  const properties = definition.properties.flatMap((property) => [
    property.label,
    ...(property.help ? [property.help] : []),
    ...(property.type === 'choice' ? property.choices.map((choice) => choice.label) : []),
  ])
  const rest = [...definition.events, ...definition.exposes].map((entry) => entry.label)
  return [definition.label, definition.description, ...properties, ...rest]
}

function find(words: unknown, key: string): unknown {
  return key.split('.').reduce((at, name) => (at as Record<string, unknown> | undefined)?.[name], words)
}

it('has words in both languages for everything that built-in widgets say', () => {
  const keys = builtInWidgets.flatMap(keysOf)
  for (const words of [english, portuguese])
    expect(keys.filter((key) => typeof find(words, key) !== 'string')).toEqual([])
})
