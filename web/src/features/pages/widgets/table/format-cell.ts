import {
  formatDate,
  formatDateTime,
  formatMoney,
  formatNumber,
  formatRelativeTime,
  translate,
} from '../../../../core/i18n/languages.ts'

/** How an author wants a column written; without a format its type decides. */
export interface CellFormat {
  format?: string
  currency?: string
  decimals?: number
}

/** Formats that a column may have besides that of its type. */
export const cellFormats = [
  'plain',
  'number',
  'percent',
  'money',
  'date',
  'dateTime',
  'relativeTime',
  'badge',
] as const

/** Types whose values stand at the right, so that figures line up. */
export function isFigure(type: string): boolean {
  return type === 'integer' || type === 'decimal' || type === 'float'
}

/** A value of an answer in the person's language; what cannot be read as its format is written as it is. */
export function formatCell(value: unknown, type: string, wanted: CellFormat = {}): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'object') return JSON.stringify(value)
  return formatAs(value as Scalar, type, wanted) ?? String(value)
}

type Scalar = string | number | boolean

/** Null when the value is none of that format. */
function formatAs(value: Scalar, type: string, { format, currency, decimals }: CellFormat): string | null {
  switch (format) {
    case 'plain':
    case 'badge':
      return String(value)
    case 'number':
      return figure(value, (exact) => formatNumber(exact, digits(value, decimals)))
    case 'percent':
      return figure(value, (exact) =>
        formatNumber(exact, { style: 'percent', maximumFractionDigits: decimals ?? 1 }),
      )
    case 'money':
      return figure(value, (exact) =>
        formatMoney(exact, /^[A-Za-z]{3}$/.test(currency ?? '') ? currency! : 'USD'),
      )
    case 'date':
      return moment(value, (text) => formatDate(text.slice(0, 10)))
    case 'dateTime':
      return moment(value, formatDateTime)
    case 'relativeTime':
      return moment(value, formatRelativeTime)
    default:
      return formatByType(value, type)
  }
}

function formatByType(value: Scalar, type: string): string | null {
  switch (type) {
    case 'integer':
    case 'decimal':
      return figure(value, (exact) => formatNumber(exact, digits(value)))
    case 'float':
      return figure(value, (exact) => formatNumber(exact, { maximumFractionDigits: 15 }))
    case 'boolean':
      return translate(value === true ? 'data.values.yes' : 'data.values.no')
    case 'date':
      return moment(value, formatDate)
    case 'datetime':
    case 'timestamp':
      return moment(value, formatDateTime)
    default:
      return null
  }
}

/** Decimals come as text and are handed on as text, so that no digit is lost. */
function figure(value: Scalar, write: (exact: number | string) => string): string | null {
  if (typeof value === 'boolean' || value === '' || !Number.isFinite(Number(value))) return null
  return write(value)
}

function digits(value: Scalar, decimals?: number): Intl.NumberFormatOptions {
  const written = /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0
  const count = Math.min(20, Math.max(0, decimals ?? written))
  return { minimumFractionDigits: count, maximumFractionDigits: count }
}

/** `infinity` and years before our era are no dates for the browser. */
function moment(value: Scalar, write: (text: string) => string): string | null {
  const text = String(value)
  return Number.isNaN(Date.parse(text)) ? null : write(text)
}
