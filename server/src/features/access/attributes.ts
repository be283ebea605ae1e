import type { BindInput } from '@flexoffice/query'
import type { AttributeValue } from '../../core/actor.ts'

const known = new WeakMap<object, BindInput['attributes']>()

/** A person's attributes as the texts that are bound to statements. */
export function attributeTexts(
  attributes: Readonly<Record<string, AttributeValue>>,
): BindInput['attributes'] {
  const present = known.get(attributes)
  if (present) return present
  const texts = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, toText(value)]))
  known.set(attributes, texts)
  return texts
}

function toText(value: AttributeValue): string | readonly string[] | null {
  return value === null || Array.isArray(value) ? value : String(value)
}
