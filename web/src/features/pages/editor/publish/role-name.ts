import { hasMessage, translate } from '../../../../core/i18n/languages.ts'

/** A role's name in the person's language; a workspace's own role has its key. */
export function roleName(key: string): string {
  const word = `roles.${key}.name`
  return hasMessage(word) ? translate(word) : key.replaceAll('_', ' ')
}
