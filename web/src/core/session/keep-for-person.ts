import { type Session, sessionStore } from './session.ts'

/** A value that a browser keeps for one person in one workspace. */
export interface Kept<Value> {
  read: () => Value
  write: (value: Value | null) => void
}

/**
 * Keeps a value under a name for whoever is signed in: for this visit, or with `localStorage` on this machine. Nobody else
 * finds it; what cannot be read, or is too much for the browser, counts as not kept. Nothing is kept of null.
 */
export function keepForPerson<Value>(
  name: string,
  fallback: Value,
  storage: () => Storage = () => sessionStorage,
): Kept<Value> {
  const key = () => {
    const { session } = sessionStore.get()
    return session && name + ownerOf(session)
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
      if (!at) return
      storage().removeItem(at)
      if (value === null) return
      try {
        storage().setItem(at, JSON.stringify(value))
      } catch {
        // The browser's space is used up; what was kept before would be wrong by now.
      }
    },
  }
}

/** What begins the names of drafts: kept no longer than the session. */
export const draftPrefix = 'draft '

/** Forgets what was typed in this tab and not sent, by everybody but whose session it is now. */
export function dropDrafts(session: Session | null): void {
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(draftPrefix) && !(session && key.endsWith(ownerOf(session))))
      sessionStorage.removeItem(key)
}

function ownerOf({ workspace, person }: Session): string {
  return `:${workspace.id}:${person.id}`
}
