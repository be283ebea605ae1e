import { hasMessage, translate } from '../../core/i18n/languages.ts'

/** What an operation is called for people: `operations.<name>`, else its own name in plain words. */
export function operationName(name: string): string {
  const key = `operations.${name}`
  if (hasMessage(key)) return translate(key)
  const words = (name.split('/').at(-1) ?? name).replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What a kind of object is called for people: `objects.<type>`, else its own name in plain words. */
export function objectTypeName(type: string): string {
  const key = `objects.${type}`
  return hasMessage(key) ? translate(key) : type.replaceAll('_', ' ')
}

/** What a job is called for people: `jobs.<name>`; null where there are no words, or it is no job. */
export function jobName(actor: string | null): string | null {
  const key = `jobs.${actor?.replace(/^job /, '')}`
  return hasMessage(key) ? translate(key) : null
}
