import { sessionStore } from './session.ts'

/** A value that a browser keeps for one person in one workspace. */
export interface Kept<Value> {
  read: () => Value
  write: (value: Value) => void
}

/**
 * Keeps a value under a name for whoever is signed in: for this visit, or with `localStorage` on this machine. Nobody else
 * finds it; what cannot be read counts as not kept.
 */
export function keepForPerson<Value>(
  name: string,
  fallback: Value,
  storage: () => Storage = () => sessionStorage,
): Kept<Value> {
  const key = () => {
    const { session } = sessionStore.get()
    return session && `${name}:${session.workspace.id}:${session.person.id}`
  }
  return {
    read() {
      const at = key()
      try {
        return (at && (JSON.parse(storage().getItem(at) ?? 'null') as Value | null)) || fallback
      } catch {
        return fallback
      }
    },
    write(value) {
      const at = key()
      if (at) storage().setItem(at, JSON.stringify(value))
    },
  }
}
