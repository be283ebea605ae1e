import { hasMessage, translate } from '../../core/i18n/languages.ts'

/** What a role is called: built-in ones in the person's language, others by their key in words. */
export function roleLabel(key: string): string {
  const message = `access.roleNames.${key}`
  if (hasMessage(message)) return translate(message)
  const words = key.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
