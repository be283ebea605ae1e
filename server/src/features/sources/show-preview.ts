import type { DateOrder, UploadPreview } from '@flexoffice/contract/sources'
import type { FilePreview } from '../files/api.ts'

type Style = FilePreview['columns'][number]['numberStyle']

/** A preview as it goes over the wire. */
export function showPreview(
  upload: { id: string; file_name: string; size: number },
  preview: FilePreview,
  { decimal, dateOrder }: { decimal?: '.' | ','; dateOrder?: DateOrder } = {},
): UploadPreview {
  const style: Style =
    preview.columns.find(isNumber)?.numberStyle ?? preview.columns[0]?.numberStyle ?? 'point'
  return {
    uploadId: upload.id,
    fileName: upload.file_name,
    size: upload.size,
    sheets: preview.sheets.map((sheet, index) => ({ name: sheet.name, index })),
    sheet: preview.sheets.findIndex((sheet) => sheet.name === preview.sheet),
    delimited: preview.delimited
      ? { ...preview.delimited, decimal: decimal ?? (style === 'comma' ? ',' : '.') }
      : null,
    dateOrder: dateOrder ?? null,
    // On the wire positions count from 0; the reader of files counts rows as spreadsheet programs show them.
    headerRow: preview.headerRow === null ? null : preview.headerRow - 1,
    columns: preview.columns.map(({ warnings, ...column }) => ({
      index: column.index,
      name: column.name,
      label: column.label,
      type: column.type,
      nullable: column.nullable,
      examples: column.examples,
      warnings: warnings.map(({ code, params, examples }) => ({ code, params: { ...params, examples } })),
    })),
    rows: preview.rows.map((row) => row.cells),
    rowsSeen: preview.rowCount,
    warnings: preview.warnings.map(({ code, params }) => ({ code, params })),
  }
}

function isNumber(column: FilePreview['columns'][number]): boolean {
  return column.type === 'decimal' || column.type === 'float'
}
