/** Joins class names, leaving out what is false, so that conditions read in place. */
export function classNames(...parts: Array<string | false | null | undefined>): string {
  return parts.filter(Boolean).join(' ')
}
