import { translate } from '../../core/i18n/languages.ts'
import { useRoleNames } from '../people/api.ts'

const withoutGrant = ['creator', 'admin_reads_all']

/** What rights come from: roles by their names, and the two ways to a table that need no grant. */
export function useRoleLabel(): (key: string) => string {
  const nameOf = useRoleNames()
  return (key) => (withoutGrant.includes(key) ? translate(`access.roleNames.${key}`) : nameOf(key))
}
