import type { SignedIn } from '@flexoffice/contract/people'
import { useRouter, useSearch } from '@tanstack/react-router'
import { setLanguage } from '../../../core/i18n/languages.ts'
import { startSession } from '../../../core/session/session.ts'

/** Takes a new session: the person's language, then the screen they wanted or Home. */
export function useEnter(): (answer: SignedIn) => Promise<void> {
  const router = useRouter()
  const { next } = useSearch({ strict: false }) as { next?: unknown }
  return async (answer) => {
    await setLanguage(answer.person.language, true)
    startSession(answer)
    router.history.replace(safePath(next))
  }
}

/** Only an address within the product: a link to the sign-in must not be able to lead elsewhere afterwards. */
export function safePath(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/'
  try {
    const url = new URL(next, 'https://product.invalid')
    const inside = url.host === 'product.invalid' && !url.pathname.startsWith('//')
    return inside ? url.pathname + url.search + url.hash : '/'
  } catch {
    return '/'
  }
}
