import type { DataColumn } from '@flexoffice/contract/data'
import { formatDate, formatDateTime, formatNumber, translate } from '../../core/i18n/languages.ts'

/** What of a column decides how its values are written. */
export type ValueColumn = Pick<DataColumn, 'name' | 'type'> & { isKey?: boolean }

/** Types whose values stand at the right, so that figures line up. */
export function isFigure(type: DataColumn['type']): boolean {
  return type === 'integer' || type === 'decimal' || type === 'float'
}

/** A value in the person's language: figures and dates by the locale, null as the empty text. */
export function formatValue(value: unknown, column: ValueColumn): string {
  if (value === null || value === undefined) return ''
  switch (column.type) {
    case 'integer':
      return isNumberName(column) ? String(value) : formatNumber(String(value))
    case 'decimal':
      return formatFigure(String(value))
    case 'float':
      return typeof value === 'number' ? formatNumber(value, { maximumFractionDigits: 15 }) : String(value)
    case 'boolean':
      return translate(value === true ? 'data.values.yes' : 'data.values.no')
    case 'date':
      return readable(value, (text) => formatDate(text))
    case 'datetime':
    case 'timestamp':
      return readable(value, formatDateTime)
    case 'time':
      return String(value).replace(/^(\d\d:\d\d):00(?:\.0+)?$/, '$1')
    case 'json':
      return JSON.stringify(value)
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
}

/** A decimal with as many digits as the database has, whatever the locale would round to. */
function formatFigure(text: string): string {
  const digits = /^-?\d+(?:\.(\d+))?$/.exec(text)
  if (!digits) return text
  const fraction = Math.min(20, digits[1]?.length ?? 0)
  return formatNumber(text, { minimumFractionDigits: fraction, maximumFractionDigits: fraction })
}

/** Keys, references and years are names made of digits: a thousands separator would make them wrong. */
function isNumberName({ name, isKey }: ValueColumn): boolean {
  return (
    isKey === true ||
    /(^|_)(id|year|ano|number|numero|code|codigo|zip|cep)$/i.test(name) ||
    /[a-z]Id$/.test(name)
  )
}

/** Dates before the common era and `infinity` are no dates for the browser; they are shown as the database wrote them. */
function readable(value: unknown, format: (text: string) => string): string {
  const text = String(value)
  return Number.isNaN(Date.parse(text)) ? text : format(text)
}
