import { createStore, useStore } from '../store.ts'
import { earlyWords } from './early-words.ts'
import { formatMessage, type MessageParams } from './format-message.ts'

/** The languages of the interface. */
export const languages = ['en', 'pt-BR'] as const

/** One of the languages of the interface. */
export type Language = (typeof languages)[number]

interface Tree {
  [key: string]: string | Tree
}

const files = {
  en: import.meta.glob<Tree>('../../**/messages.en.json', { import: 'default' }),
  'pt-BR': import.meta.glob<Tree>('../../**/messages.pt-BR.json', { import: 'default' }),
}

interface Words {
  language: Language
  messages: Map<string, string>
}

const wanted = new Set<string>()
const trees = new Map<string, Tree>()
let chosen: Language = 'en'

const words = createStore<Words>({ language: 'en', messages: new Map() })

/** The language chosen on this machine, else the browser's, else English. */
export function preferredLanguage(): Language {
  const stored = localStorage.getItem('language')
  const wanted = stored ? [stored] : navigator.languages
  for (const candidate of wanted) {
    if (candidate.toLowerCase().startsWith('pt')) return 'pt-BR'
    if (candidate.toLowerCase().startsWith('en')) return 'en'
  }
  return 'en'
}

/** Loads a language and shows it everywhere at once; `remember` keeps it on this machine. */
export async function setLanguage(language: Language, remember = false): Promise<void> {
  chosen = language
  const needed = Object.entries(files[language]).filter(([path]) => isNeeded(folderOf(path)))
  await Promise.all(needed.map(async ([path, load]) => trees.set(path, await load())))
  // Somebody may have chosen again meanwhile; and two loads may end in any order, so each shows all that has come.
  if (chosen !== language) return
  const messages = new Map<string, string>()
  for (const path of Object.keys(files[language])) collect(trees.get(path) ?? {}, '', messages)
  if (remember) localStorage.setItem('language', language)
  document.documentElement.lang = language
  words.set({ language, messages })
}

/**
 * Loads the words of these folders and of the folders within them (`features/people`), in this language and in each
 * that is chosen later.
 */
export async function loadWords(folders: readonly string[]): Promise<void> {
  const missing = Object.keys(files[chosen])
    .map(folderOf)
    .filter((folder) => !isNeeded(folder) && folders.some((wide) => `${folder}/`.startsWith(`${wide}/`)))
  if (missing.length === 0) return
  for (const folder of missing) wanted.add(folder)
  await setLanguage(chosen)
}

/** The words of one key; the key itself where nothing is written, so that a gap is seen. */
export function translate(key: string, params: MessageParams = {}): string {
  const { language, messages } = words.get()
  const message = messages.get(key)
  return message === undefined ? key : formatMessage(message, params, language)
}

/** Whether there are words for a key. */
export function hasMessage(key: string): boolean {
  return words.get().messages.has(key)
}

/** The language shown now. */
export function currentLanguage(): Language {
  return words.get().language
}

/** `t(key, params)` and the locale's ways to write numbers, dates and money; draws again when the language changes. */
export function useMessages() {
  const { language } = useStore(words)
  return { t: translate, language, formatNumber, formatDate, formatDateTime, formatMoney, formatRelativeTime }
}

/** A number by the locale; strings keep every digit of a decimal. */
export function formatNumber(value: number | string, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(currentLanguage(), options).format(value as Intl.StringNumericLiteral)
}

/** An amount of money from its decimal string, exact to the last digit. */
export function formatMoney(amount: number | string, currency: string): string {
  return formatNumber(amount, { style: 'currency', currency })
}

/** A day by the locale; `yyyy-mm-dd` is that day wherever the browser is. */
export function formatDate(
  value: string | number | Date,
  options: Intl.DateTimeFormatOptions = { dateStyle: 'medium' },
): string {
  const isDay = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
  return new Intl.DateTimeFormat(currentLanguage(), isDay ? { timeZone: 'UTC', ...options } : options).format(
    new Date(value),
  )
}

/** A moment by the locale, in the person's time zone. */
export function formatDateTime(value: string | number | Date): string {
  return formatDate(new Date(value), { dateStyle: 'medium', timeStyle: 'short' })
}

/** "3 minutes ago", "yesterday"; older than a month is a date. */
export function formatRelativeTime(value: string | number | Date, now: number = Date.now()): string {
  const seconds = (new Date(value).getTime() - now) / 1000
  const steps: Array<[Intl.RelativeTimeFormatUnit, number]> = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ]
  if (Math.abs(seconds) > 30 * 86_400) return formatDate(value)
  const format = new Intl.RelativeTimeFormat(currentLanguage(), { numeric: 'auto' })
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit)
  }
  return format.format(0, 'second')
}

function isNeeded(folder: string): boolean {
  return earlyWords.test(folder) || wanted.has(folder)
}

/** `../messages.en.json`, seen from here, lies in `core`. */
function folderOf(path: string): string {
  const { pathname } = new URL(path, 'file:///core/i18n/')
  return pathname.slice(1, pathname.lastIndexOf('/'))
}

function collect(tree: Tree, prefix: string, into: Map<string, string>): void {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') into.set(prefix + key, value)
    else collect(value, `${prefix}${key}.`, into)
  }
}
