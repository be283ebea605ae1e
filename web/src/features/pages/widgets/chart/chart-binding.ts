import type { QueryResult } from '@flexoffice/sdk/widget'
import { isFigure } from '../table/format-cell.ts'
import type { ChartBinding, ChartMeasure } from './chart-data.ts'
import type { ChartLook } from './chart-option.ts'

/** What the chart shows of its query; null while the author has not chosen and it cannot be guessed. */
export function readBinding(
  properties: Readonly<Record<string, unknown>>,
  result: QueryResult,
): (ChartBinding & { categoryLabel: string }) | null {
  const labelOf = (name: string) => result.columns.find((column) => column.name === name)?.label ?? name
  // The slices of a pie are its series already.
  const series = properties.kind === 'pie' ? undefined : nameOf(properties.series)
  const chosen = readMeasures(properties.values, labelOf)
  const category =
    nameOf(properties.category) ??
    result.columns.find((column) => !isFigure(column.type) && column.name !== series)?.name ??
    result.columns[0]?.name
  const measures =
    chosen.length > 0
      ? chosen
      : result.columns
          .filter((column) => isFigure(column.type) && column.name !== category && column.name !== series)
          .slice(0, 1)
          .map(({ name }) => ({ column: name, label: labelOf(name) }))
  if (category === undefined || measures.length === 0) return null
  return { category, measures, series, categoryLabel: labelOf(category) }
}

/** The kind of picture; bars for what is none. */
export function readKind(value: unknown): ChartLook['kind'] {
  return value === 'line' || value === 'area' || value === 'pie' ? value : 'bar'
}

function readMeasures(value: unknown, labelOf: (name: string) => string): ChartMeasure[] {
  const entries: unknown[] = Array.isArray(value) ? value : [value]
  return entries
    .map((entry) => (typeof entry === 'string' ? { column: entry } : entry))
    .filter(
      (entry): entry is { column: string; label?: string } =>
        typeof entry === 'object' &&
        entry !== null &&
        Boolean(nameOf((entry as { column?: unknown }).column)),
    )
    .map(({ column, label }) => ({ column, label: label || labelOf(column) }))
}

function nameOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
