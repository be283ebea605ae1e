import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

/** How one value lives in the address bar: read from text, written as text, left out when it is the default. */
export interface SearchField<Value> {
  fallback: Value
  read: (text: string) => Value | undefined
  write: (value: Value) => string
}

/** The search parameters of a screen, by name. */
// biome-ignore lint/suspicious/noExplicitAny: a field is used only with its own value type, which SearchOf recovers
export type SearchFields = Record<string, SearchField<any>>

/** The values that a screen's search parameters hold. */
export type SearchOf<Fields extends SearchFields> = { [Name in keyof Fields]: Fields[Name]['fallback'] }

/** Text, such as what was searched for or the id of the open record. */
export function searchText(fallback = ''): SearchField<string> {
  return { fallback, read: (text) => text, write: (value) => value }
}

/** One of a few words, such as a tab. */
export function searchChoice<Value extends string>(
  choices: readonly Value[],
  fallback: Value,
): SearchField<Value> {
  return { fallback, read: (text) => choices.find((choice) => choice === text), write: (value) => value }
}

/** A finite number. */
export function searchNumber(fallback = 0): SearchField<number> {
  const read = (text: string) =>
    text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined
  return { fallback, read, write: String }
}

/** A yes or no. */
export function searchFlag(fallback = false): SearchField<boolean> {
  return { fallback, read: (text) => text === 'true', write: String }
}

/** Several words, such as chosen filters. */
export function searchList(): SearchField<readonly string[]> {
  return {
    fallback: [],
    read: (text) => (text === '' ? [] : splitWords(text, ',')),
    write: (values) => joinWords(values, ','),
  }
}

/** Several words as one text that stays readable in an address; `splitWords` gives them back, whatever is in them. */
export function joinWords(words: readonly string[], mark: string): string {
  return words.map((word) => word.replaceAll('!', '!0').replaceAll(mark, '!1')).join(mark)
}

/** The words of a text that `joinWords` made; any text gives some. */
export function splitWords(text: string, mark: string): string[] {
  return text.split(mark).map((word) => word.replaceAll('!1', mark).replaceAll('!0', '!'))
}

/** The values in the address bar by the screen's fields, and how to change some of them (`replace` keeps no history). */
export function useScreenSearch<Fields extends SearchFields>(
  fields: Fields,
): [SearchOf<Fields>, (change: Partial<SearchOf<Fields>>, options?: { replace?: boolean }) => void] {
  const raw = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const values = useMemo(() => readSearch(fields, raw), [fields, raw])
  const change = useCallback(
    (next: Partial<SearchOf<Fields>>, options: { replace?: boolean } = {}) => {
      void navigate({
        to: '.',
        replace: options.replace,
        search: (before: Record<string, unknown>) =>
          writeSearch(fields, { ...readSearch(fields, before), ...next }, before),
      } as never)
    },
    [fields, navigate],
  )
  return [values, change]
}

/** Reads and checks parameters; what is missing or wrong takes its default. */
export function readSearch<Fields extends SearchFields>(
  fields: Fields,
  raw: Record<string, unknown>,
): SearchOf<Fields> {
  const entries = Object.entries(fields).map(([name, field]) => {
    const text = raw[name]
    return [name, typeof text === 'string' ? (field.read(text) ?? field.fallback) : field.fallback]
  })
  return Object.fromEntries(entries) as SearchOf<Fields>
}

/** Parameters as text without the defaults; parameters of others (`next`) stay. */
export function writeSearch<Fields extends SearchFields>(
  fields: Fields,
  values: SearchOf<Fields>,
  before: Record<string, unknown> = {},
): Record<string, string> {
  const kept = Object.entries(before).filter(([name]) => !(name in fields))
  const written = Object.entries(fields)
    .map(([name, field]) => [name, field.write(values[name]), field.write(field.fallback)] as const)
    .filter(([, text, fallback]) => text !== fallback)
    .map(([name, text]) => [name, text])
  return Object.fromEntries([...kept, ...written]) as Record<string, string>
}
