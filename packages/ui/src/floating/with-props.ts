import { cloneElement, type ReactElement } from 'react'

type Handler = (...given: unknown[]) => void

/** Gives an element more properties; where both have a handler, the element's own runs first. */
export function withProps(element: ReactElement, added: object): ReactElement {
  const own = element.props as Record<string, unknown>
  const merged = Object.entries(added).map(([name, value]) => {
    const before = own[name]
    if (typeof before !== 'function' || typeof value !== 'function') return [name, value]
    const both: Handler = (...given) => {
      before(...given)
      value(...given)
    }
    return [name, both]
  })
  return cloneElement(element, Object.fromEntries(merged))
}
