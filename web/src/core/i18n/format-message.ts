/** Values for the placeholders of a message. */
export type MessageParams = Record<string, unknown>

/**
 * Fills a message: `{name}`, and `{count, plural, =0 {none} one {# row} other {# rows}}` by the language's own plural rules.
 * An unknown placeholder stays visible, so that a mistake is seen and not swallowed.
 */
export function formatMessage(message: string, params: MessageParams, language: string): string {
  let result = ''
  let at = 0
  while (at < message.length) {
    const open = message.indexOf('{', at)
    if (open === -1) return result + message.slice(at)
    const close = findClose(message, open)
    if (close === -1) return result + message.slice(at)
    result += message.slice(at, open) + fill(message.slice(open + 1, close), params, language)
    at = close + 1
  }
  return result
}

/** Whether every brace of a message has its partner and every plural an `other`. */
export function isWellFormed(message: string): boolean {
  let depth = 0
  for (const letter of message) {
    if (letter === '{') depth++
    if (letter === '}') depth--
    if (depth < 0) return false
  }
  const plurals = message.match(/,\s*(plural|select)\s*,/g)?.length ?? 0
  const others = message.match(/\bother\s*\{/g)?.length ?? 0
  return depth === 0 && plurals === others
}

function fill(placeholder: string, params: MessageParams, language: string): string {
  const parts = /^\s*([\w.]+)\s*(?:,\s*(plural|select)\s*,([\s\S]*))?$/.exec(placeholder)
  if (!parts) return `{${placeholder}}`
  const [, name = '', kind, choices = ''] = parts
  const value = params[name]
  if (kind === undefined) return value === undefined ? `{${placeholder}}` : show(value, language)
  const variants = readVariants(choices)
  const key = kind === 'plural' ? new Intl.PluralRules(language).select(Number(value)) : String(value)
  const chosen = variants.get(`=${value}`) ?? variants.get(key) ?? variants.get('other') ?? ''
  const text = kind === 'plural' ? chosen.replaceAll('#', show(Number(value), language)) : chosen
  return formatMessage(text, params, language)
}

function show(value: unknown, language: string): string {
  return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : String(value)
}

function readVariants(choices: string): Map<string, string> {
  const variants = new Map<string, string>()
  let at = 0
  while (at < choices.length) {
    const open = choices.indexOf('{', at)
    if (open === -1) break
    const close = findClose(choices, open)
    if (close === -1) break
    variants.set(choices.slice(at, open).trim(), choices.slice(open + 1, close))
    at = close + 1
  }
  return variants
}

function findClose(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++
    if (text[at] === '}' && --depth === 0) return at
  }
  return -1
}
