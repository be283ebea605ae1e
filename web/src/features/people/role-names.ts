import { listRoles } from '@flexoffice/contract/people'
import { choosesRoles } from '@flexoffice/contract/permissions'
import { useCallback } from 'react'
import { hasMessage, translate } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { useSessionState } from '../../core/session/session.ts'

/** The roles with their permissions, how many people hold each, and which of them the caller may give. */
export function useRoles(enabled = true) {
  return useOperation(listRoles, {}, { staleTime: 300_000, enabled })
}

/** What roles are called: built-in ones in the person's language, the workspace's own as it named them. */
export function useRoleNames(): (key: string) => string {
  const { session } = useSessionState()
  const { data } = useRoles(choosesRoles.some((permission) => session?.permissions.includes(permission)))
  return useCallback(
    (key) => {
      const word = `roles.${key}.name`
      if (hasMessage(word)) return translate(word)
      const name = data?.roles.find((role) => role.key === key)?.name ?? session?.roleNames[key]
      return name ?? toWords(key)
    },
    [data, session],
  )
}

/** A key that says something by itself: of a role that was deleted since, or whose name is still on its way. */
function toWords(key: string): string {
  const words = key.replace(/^custom_/, '').replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
