import type { DataColumn, DataRecord } from '@flexoffice/contract/data'
import { formatValue } from './format-value.ts'

const likelyNames =
  /^(name|title|label|nome|titulo|subject|email|description|descricao)$|_?(name|title|nome)$/i

/** The column that names a record to people: one called so, else the first text that is no key. */
export function titleColumn(columns: readonly DataColumn[]): DataColumn | undefined {
  const texts = columns.filter((column) => column.type === 'text' && !column.isKey)
  return texts.find((column) => likelyNames.test(column.name)) ?? texts[0]
}

/** What to call a record: its name (both parts of a person's), else its key. */
export function titleOf(record: DataRecord, columns: readonly DataColumn[]): string {
  const [first, last] = ['first_name', 'last_name'].map((name) =>
    columns.find((column) => column.name === name),
  )
  if (first && last) {
    const whole = [first, last].map((column) => formatValue(record.values[column.id], column)).join(' ')
    if (whole.trim() !== '') return whole.trim()
  }
  const column = titleColumn(columns)
  const text = column ? formatValue(record.values[column.id], column) : ''
  return text === '' ? record.key : text
}

/** Key values as the text that names a record in paths; null when one of them is missing. */
export function keyText(values: readonly unknown[]): string | null {
  if (values.length === 0 || values.some((value) => value === null || value === undefined)) return null
  return values.length === 1 ? String(values[0]) : JSON.stringify(values)
}
