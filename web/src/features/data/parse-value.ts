import type { DataColumn } from '@flexoffice/contract/data'
import { currentLanguage, translate } from '../../core/i18n/languages.ts'

/** What of a column decides how typed text is read. */
export type TypedColumn = Pick<DataColumn, 'type' | 'nullable' | 'maximumLength'>

/** Typed text as a value for the server; the empty text is null where that is allowed. Throws an Error with the remedy. */
export function parseValue(text: string, column: TypedColumn): unknown {
  if (column.type === 'text') return parseText(text, column)
  const trimmed = text.trim()
  if (trimmed === '') {
    if (column.nullable) return null
    throw new Error(translate('data.problems.required'))
  }
  switch (column.type) {
    case 'integer':
      return parseInteger(trimmed)
    case 'decimal':
      return readFigure(trimmed)
    case 'float':
      return Number(readFigure(trimmed))
    case 'boolean':
      return trimmed === 'true'
    case 'datetime':
      return trimmed.length === 16 ? `${trimmed}:00` : trimmed
    case 'timestamp':
      return parseInstant(trimmed)
    case 'uuid':
      return requirePattern(trimmed, /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i, 'uuid')
    case 'json':
      return parseJson(trimmed)
    default:
      return trimmed
  }
}

/** A value as the text that a field begins with; `parseValue` reads it back. */
export function editableText(value: unknown, type: DataColumn['type']): string {
  if (value === null || value === undefined) return ''
  if (type === 'json') return JSON.stringify(value, null, 2)
  if (type === 'decimal' || type === 'float') {
    const text = String(value)
    return currentLanguage() === 'pt-BR' ? text.replace('.', ',') : text
  }
  if (type === 'timestamp') return toLocalMoment(String(value))
  if (type === 'datetime')
    return String(value)
      .replace(' ', 'T')
      .replace(/(T\d\d:\d\d):00(\.0+)?$/, '$1')
  return String(value)
}

/** A figure as people write it in either language, in canonical form. */
export function readFigure(text: string): string {
  const comma = currentLanguage() === 'pt-BR'
  const [group, point] = comma ? ['.', ','] : [',', '.']
  const plain = text.replaceAll(/[\s\u00a0]/g, '')
  const [whole = '', fraction, ...rest] = plain.split(point)
  const digits = whole.replaceAll(group, '')
  const grouped = whole.split(group)
  const groupsFit = grouped.length === 1 || grouped.slice(1).every((part) => part.length === 3)
  if (rest.length > 0 || !groupsFit || !/^[+-]?\d+$/.test(digits) || !/^\d*$/.test(fraction ?? '')) {
    throw new Error(translate('data.problems.number', { example: comma ? '1.234,56' : '1,234.56' }))
  }
  const sign = digits.replace(/^\+/, '')
  return fraction ? `${sign}.${fraction}` : sign
}

function parseText(text: string, column: TypedColumn): unknown {
  if (text === '' && column.nullable) return null
  if (column.maximumLength !== null && [...text].length > column.maximumLength) {
    throw new Error(translate('data.problems.tooLong', { maximum: column.maximumLength }))
  }
  return text
}

function parseInteger(text: string): number | string {
  const figure = readFigure(text)
  if (figure.includes('.')) throw new Error(translate('data.problems.integer'))
  const number = Number(figure)
  return Number.isSafeInteger(number) ? number : figure
}

function parseInstant(text: string): string {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw new Error(translate('data.problems.moment'))
  return date.toISOString()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(translate('data.problems.json'))
  }
}

function requirePattern(text: string, pattern: RegExp, problem: string): string {
  if (!pattern.test(text)) throw new Error(translate(`data.problems.${problem}`))
  return text
}

function toLocalMoment(text: string): string {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) return text
  const pad = (number: number) => String(number).padStart(2, '0')
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
  const seconds = date.getSeconds() === 0 ? '' : `:${pad(date.getSeconds())}`
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}${seconds}`
}
