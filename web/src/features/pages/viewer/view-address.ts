import type { PageRuntime } from '@flexoffice/page-model/runtime'
import type { ExposedName } from '@flexoffice/sdk/widget'
import { type SearchField, searchList, searchNumber } from '../../../core/routing/search.ts'
import { searchConditions, searchOrder } from '../../../core/routing/search-view.ts'
import { isViewFilter } from '../../data/api.ts'
import { widgetRegistry } from '../widgets/widget-renderers.ts'

type Address = Readonly<Record<string, unknown>>
type Format = Omit<SearchField<unknown>, 'fallback'>

/** Longer values are not kept, and no more of them than this together: what passes addresses on cuts long ones. */
const mostCharacters = { value: 1000, view: 3000 }

const write = (value: unknown) => String(value ?? '')

/** How values are written: as the definition says, or by their type. An empty day is one that the reader took away. */
const formats = {
  text: { read: (text: string) => text, write },
  date: { read: (text: string) => (text === '' ? null : isDay(text) ? text : undefined), write },
  number: searchNumber(),
  list: searchList(),
  order: searchOrder(),
  conditions: searchConditions(isViewFilter),
} as Partial<Record<string, Format>>

/**
 * Sets what an address holds of a page's view, as if its reader had chosen it by hand. What no widget on the page keeps, what
 * it does not let its reader choose, and what is hidden from them at first is left alone.
 */
export function openView(runtime: PageRuntime, address: Address): void {
  const left = new Set(Object.keys(address))
  // One choice may bring the next widget into sight.
  for (let before = -1; before !== left.size; ) {
    before = left.size
    for (const entry of listKept(runtime)) {
      const text = address[entry.key]
      if (!left.delete(entry.key) || typeof text !== 'string' || text.length > mostCharacters.value) continue
      const value = entry.format.read(text)
      if (value !== undefined) runtime.expose(entry.widgetId, entry.exposed.name, value)
    }
  }
  takeBackForeign(runtime)
}

/** The parameters of an address with the view of the page as it is now; nothing of it that is as its author made it. */
export function writeView(runtime: PageRuntime, address: Address): Record<string, unknown> {
  const written = { ...address }
  let room = mostCharacters.view
  for (const { key, format, value, initial } of listKept(runtime)) {
    delete written[key]
    const text = format.write(value)
    if (text === format.write(initial) || text.length > Math.min(mostCharacters.value, room)) continue
    room -= text.length
    written[key] = text
  }
  return written
}

/** What the widgets in sight keep in the address, each as `WIDGET.NAME`, with what it has and what its author gave it. */
function listKept(runtime: PageRuntime) {
  return Object.values(runtime.getPage().widgets).flatMap(({ id: widgetId, name, type }) => {
    const { visible, properties, exposed: values } = runtime.getWidget(widgetId)
    return (widgetRegistry.get(type)?.exposes ?? []).flatMap((exposed) => {
      const { inAddress } = exposed
      const format = formats[inAddress?.as ?? exposed.type]
      const rule = inAddress?.while
      if (!inAddress || !format || !visible) return []
      if (rule && !rule.oneOf.includes(properties[rule.property] as never)) return []
      const key = `${name}.${exposed.name}`
      const initial = initialOf(exposed, properties)
      return [{ key, widgetId, exposed, format, value: values[exposed.name], initial }]
    })
  })
}

function initialOf({ type, initial, initialFrom }: ExposedName, properties: Address): unknown {
  const value = initialFrom ? properties[initialFrom] : initial
  if (type !== 'list' || Array.isArray(value)) return value
  return value === null || value === undefined || value === '' ? [] : [value]
}

/** Filters whose value nobody could have chosen by hand go back to their author's; a list of choices checks its own. */
function takeBackForeign(runtime: PageRuntime): void {
  for (const { id, type } of Object.values(runtime.getPage().widgets)) {
    const { properties, exposed } = runtime.getWidget(id)
    const { values, from, to } = exposed as { values?: string[]; from?: string; to?: string }
    const isSingle = properties.kind === 'search' || properties.multiple !== true
    if (type !== 'filter' || !((isSingle && values && values.length > 1) || (from && to && from > to)))
      continue
    for (const name of ['values', 'from', 'to']) runtime.expose(id, name, undefined)
  }
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(`${text}T`)
}
