import { type ComponentType, useSyncExternalStore } from 'react'

/** A component whose code comes when it is first needed, or when nothing else is to do. */
export interface Deferred<Props> {
  load: () => void
  get: () => ComponentType<Props> | null
  subscribe: (listener: () => void) => () => void
}

const all: Array<() => void> = []

/** Makes a component wait for its code; a load that failed is tried again with the next need. */
export function defer<Props>(fetchCode: () => Promise<ComponentType<Props>>): Deferred<Props> {
  const listeners = new Set<() => void>()
  let component: ComponentType<Props> | null = null
  let isComing = false
  const load = () => {
    if (component || isComing) return
    isComing = true
    // A failure is left to the browser's report of unhandled rejections: here nobody can do more than try again.
    void fetchCode()
      .then((loaded) => {
        component = loaded
        for (const listener of [...listeners]) listener()
      })
      .finally(() => {
        isComing = false
      })
  }
  all.push(load)
  return {
    load,
    get: () => component,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The component, or null while its code is not there. */
export function useDeferred<Props>(deferred: Deferred<Props>): ComponentType<Props> | null {
  return useSyncExternalStore(deferred.subscribe, deferred.get)
}

/** Loads everything that waits: for the time when the screen is drawn and nothing else is loading. */
export function loadDeferred(): void {
  for (const load of all) load()
}
