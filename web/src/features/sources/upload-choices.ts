import type { UploadColumn, UploadPreview } from '@flexoffice/contract/sources'

/** The types that a column of a file can become. */
export const uploadTypes = [
  'text',
  'integer',
  'decimal',
  'float',
  'boolean',
  'date',
  'time',
  'datetime',
  'timestamp',
  'uuid',
] as const satisfies ReadonlyArray<UploadColumn['type']>

/** A column as the person corrected it. */
export type ColumnChoice = Pick<UploadColumn, 'index' | 'name' | 'label' | 'type'> & { include: boolean }

/** How the file is to be read. */
export interface ReadingChoice {
  sheet?: number
  headerRow?: number | null
  delimiter?: ',' | ';' | '\t' | '|'
  encoding?: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  decimal?: '.' | ','
  dateOrder?: 'dayFirst' | 'monthFirst'
}

/** Columns as detected, with the corrections made before that still fit: the same place and the same name in the file. */
export function chooseColumns(preview: UploadPreview, before: readonly ColumnChoice[] = []): ColumnChoice[] {
  return preview.columns.map(({ index, name, label, type }) => {
    const kept = before.find((choice) => choice.index === index && choice.name === name)
    return kept ?? { index, name, label, type, include: true }
  })
}

/** A table's name from that of the file: `vendas_2026-q1.xlsx` is "Vendas 2026 q1". */
export function suggestTableLabel(fileName: string): string {
  const words = fileName
    .replace(/\.[^.]+$/, '')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
