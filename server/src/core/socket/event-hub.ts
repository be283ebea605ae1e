import type { EmittedEvent } from '../journal/journal-entry.ts'

/** One browser that listens. */
export interface EventListener {
  tenantId: string
  personId: string
  hear(event: { name: string; payload: unknown }): void
}

/** Fans events out to the listeners of a tenant; payloads hold ids only, so hearing one reveals no row. */
export interface EventHub {
  listen(listener: EventListener): () => void
  publish(tenantId: string, event: EmittedEvent): void
  size(): number
}

/** Makes the hub of one process. */
export function createEventHub(): EventHub {
  const listeners = new Map<string, Set<EventListener>>()
  return {
    listen(listener) {
      const group = listeners.get(listener.tenantId) ?? new Set()
      group.add(listener)
      listeners.set(listener.tenantId, group)
      return () => {
        group.delete(listener)
        if (group.size === 0) listeners.delete(listener.tenantId)
      }
    },
    publish(tenantId, event) {
      for (const listener of listeners.get(tenantId) ?? []) {
        if (!event.to || event.to.includes(listener.personId))
          listener.hear({ name: event.name, payload: event.payload })
      }
    },
    size: () => [...listeners.values()].reduce((sum, group) => sum + group.size, 0),
  }
}
