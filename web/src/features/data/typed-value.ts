import type { DataColumn } from '@flexoffice/contract/data'
import { currentLanguage, translate } from '../../core/i18n/languages.ts'

/** What of a column decides how typed text is read. */
export type TypedColumn = Pick<DataColumn, 'type' | 'nullable' | 'maximumLength'>

/** Typed text as a value for the server; the empty text is null where that is allowed. Throws an Error with the remedy. */
export function readTyped(text: string, column: TypedColumn): unknown {
  if (column.type === 'text') return readText(text, column)
  const trimmed = text.trim()
  if (trimmed === '') {
    if (column.nullable) return null
    throw new Error(translate('data.problems.required'))
  }
  switch (column.type) {
    case 'integer':
      return readInteger(trimmed)
    case 'decimal':
      return readFigure(trimmed)
    case 'float':
      return Number(readFigure(trimmed))
    case 'boolean':
      return trimmed === 'true'
    case 'datetime':
      return trimmed.length === 16 ? `${trimmed}:00` : trimmed
    case 'timestamp':
      return readInstant(trimmed)
    case 'uuid':
      if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(trimmed)) return trimmed
      throw new Error(translate('data.problems.uuid'))
    case 'json':
      return readJson(trimmed)
    default:
      return trimmed
  }
}

/** A value as the text that a field begins with; `readTyped` reads it back. */
export function writeTyped(value: unknown, type: DataColumn['type']): string {
  if (value === null || value === undefined) return ''
  switch (type) {
    case 'json':
      return JSON.stringify(value, null, 2)
    case 'decimal':
    case 'float':
      return currentLanguage() === 'pt-BR' ? String(value).replace('.', ',') : String(value)
    case 'timestamp':
      return toLocalMoment(String(value))
    case 'datetime':
      return String(value)
        .replace(' ', 'T')
        .replace(/(T\d\d:\d\d):00(\.0+)?$/, '$1')
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
}

/** A figure as people write it in their language, in canonical form and with every digit. */
export function readFigure(text: string): string {
  const comma = currentLanguage() === 'pt-BR'
  const [group, point] = comma ? ['.', ','] : [',', '.']
  const pattern = new RegExp(`^[+-]?(\\d+|\\d{1,3}(\\${group}\\d{3})+)(\\${point}\\d+)?$`)
  const plain = text.replaceAll(/[\s\u00a0]/g, '')
  if (!pattern.test(plain))
    throw new Error(translate('data.problems.number', { example: comma ? '1.234,56' : '1,234.56' }))
  return plain.replaceAll(group!, '').replace(point!, '.').replace(/^\+/, '')
}

function readText(text: string, column: TypedColumn): unknown {
  if (text === '' && column.nullable) return null
  if (column.maximumLength !== null && [...text].length > column.maximumLength)
    throw new Error(translate('data.problems.tooLong', { maximum: column.maximumLength }))
  return text
}

function readInteger(text: string): number | string {
  const figure = readFigure(text)
  if (figure.includes('.')) throw new Error(translate('data.problems.integer'))
  const number = Number(figure)
  return Number.isSafeInteger(number) ? number : figure
}

function readInstant(text: string): string {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw new Error(translate('data.problems.moment'))
  return date.toISOString()
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(translate('data.problems.json'))
  }
}

function toLocalMoment(text: string): string {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) return text
  const pad = (number: number) => String(number).padStart(2, '0')
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
  const seconds = date.getSeconds() === 0 ? '' : `:${pad(date.getSeconds())}`
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}${seconds}`
}
