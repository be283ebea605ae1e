import { useSyncExternalStore } from 'react'

/** A value that lives outside React and tells who watches it. */
export interface Store<Value> {
  get: () => Value
  set: (value: Value) => void
  subscribe: (listener: () => void) => () => void
}

/** Makes a store for state that code outside React needs too: session, language, theme, connection. */
export function createStore<Value>(initial: Value): Store<Value> {
  let current = initial
  const listeners = new Set<() => void>()
  return {
    get: () => current,
    set(value) {
      if (Object.is(value, current)) return
      current = value
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A part of the store's value, drawn again only when that part changes; `read` must not make a new object each time. */
export function useStorePart<Value, Part>(store: Store<Value>, read: (value: Value) => Part): Part {
  const readPart = () => read(store.get())
  return useSyncExternalStore(store.subscribe, readPart, readPart)
}

/** The store's value, drawn again when it changes. */
export function useStore<Value>(store: Store<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.get, store.get)
}
