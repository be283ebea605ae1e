import type { DataColumn } from '@flexoffice/contract/data'
import { compileExpression, evaluate, fromWire } from '@flexoffice/expression'
import { buildRuleScope } from '@flexoffice/page-model/form-rules'
import { translate } from '../../../../core/i18n/languages.ts'
import { readTyped } from '../../../data/api.ts'

/** One field of a form: the table's column with what the page's author set on top. */
export interface FormField {
  column: DataColumn
  label: string
  help?: string
  /** The author's wish; the table's own rule stays. */
  isRequired: boolean
  /** A CEL expression over `value` and `row` that must give true. */
  validation?: string
  validationMessage?: string
}

/** The texts of a form's fields by column id. */
export type FieldTexts = Readonly<Record<string, string>>

/** The fields in the author's order, or all; only columns that the person may write. */
export function readFields(configured: unknown, columns: readonly DataColumn[]): FormField[] {
  const writable = columns.filter((column) => column.access === 'write' && !column.generated)
  const entries = readEntries(configured)
  if (entries.length === 0) return writable.map((column) => toField(column, { column: column.id }))
  return entries
    .filter((entry) => entry.hidden !== true)
    .flatMap((entry) => {
      const column = writable.find(({ id, name }) => id === entry.column || name === entry.column)
      return column ? [toField(column, entry)] : []
    })
}

/** The message of each wrong field. What a table fills in by itself may stay empty in a new record. */
export function findMistakes(
  fields: readonly FormField[],
  texts: FieldTexts,
  initial: FieldTexts | null,
): Record<string, string | undefined> {
  const values = readRuleValues(fields, texts)
  const checked = fields.filter(
    ({ column, isRequired, validation }) =>
      initial === null || isRequired || validation || texts[column.id] !== initial[column.id],
  )
  return Object.fromEntries(
    checked.map((field) => [field.column.id, findMistake(field, texts, values, initial === null)]),
  )
}

/** What is sent: in a new record what was filled in, in a known one what was changed. */
export function readChanges(
  fields: readonly FormField[],
  texts: FieldTexts,
  initial: FieldTexts | null,
): Record<string, unknown> {
  const changed = fields.filter(({ column }) => {
    const text = texts[column.id] ?? ''
    return initial === null
      ? text !== '' || !(column.hasDefault || column.nullable)
      : text !== (initial[column.id] ?? '')
  })
  return Object.fromEntries(
    changed.map(({ column }) => [column.id, readTyped(texts[column.id] ?? '', column)]),
  )
}

/** The values of a form as they stand, by column id; what cannot be read yet is null. */
export function readRow(fields: readonly FormField[], texts: FieldTexts): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ column }) => {
      try {
        return [column.id, readTyped(texts[column.id] ?? '', { ...column, nullable: true })]
      } catch {
        return [column.id, null]
      }
    }),
  )
}

function findMistake(
  field: FormField,
  texts: FieldTexts,
  values: RuleValues,
  isNew: boolean,
): string | undefined {
  const { column, isRequired } = field
  const text = texts[column.id] ?? ''
  if (text.trim() === '') {
    const mayBeEmpty = column.nullable || (isNew && column.hasDefault)
    if (isRequired || !mayBeEmpty) return translate('data.problems.required')
  } else {
    try {
      readTyped(text, column)
    } catch (failure) {
      return failure instanceof Error ? failure.message : String(failure)
    }
  }
  return isRefused(field, values)
    ? field.validationMessage || translate('widgetView.form.refused', { field: field.label })
    : undefined
}

/** A rule that cannot be calculated refuses nothing: the editor of the page sees it, and the table's own rules stay. */
function isRefused({ column, validation }: FormField, values: RuleValues): boolean {
  if (!validation) return false
  const scope = buildRuleScope(column, values.columns, { open: true })
  const { program } = compileExpression(validation, scope, { expected: 'boolean' })
  if (!program) return false
  const names = {
    value: fromWire(values.row[column.id], column.type),
    row: fromWire(values.row, scope.fields.row.type),
  }
  const result = evaluate(program, names, { now: new Date() })
  return result.error === undefined && result.value !== true
}

/** What the rules of a form see: the values of its fields, by the ids and by the names of their columns. */
interface RuleValues {
  columns: readonly DataColumn[]
  row: Record<string, unknown>
}

function readRuleValues(fields: readonly FormField[], texts: FieldTexts): RuleValues {
  const byId = readRow(fields, texts)
  const byName = fields.map(({ column }) => [column.name, byId[column.id]] as const)
  return { columns: fields.map(({ column }) => column), row: { ...byId, ...Object.fromEntries(byName) } }
}

interface FieldEntry {
  column: string
  label?: string
  help?: string
  hidden?: boolean
  required?: boolean
  validation?: string
  validationMessage?: string
}

function toField(column: DataColumn, entry: FieldEntry): FormField {
  return {
    column,
    label: entry.label || column.label,
    help: entry.help || column.description || undefined,
    isRequired: entry.required === true,
    validation: entry.validation?.trim() || undefined,
    validationMessage: entry.validationMessage,
  }
}

function readEntries(configured: unknown): FieldEntry[] {
  if (!Array.isArray(configured)) return []
  return (configured as unknown[])
    .map((entry) => (typeof entry === 'string' ? { column: entry } : entry))
    .filter(
      (entry): entry is FieldEntry =>
        typeof entry === 'object' &&
        entry !== null &&
        typeof (entry as { column?: unknown }).column === 'string',
    )
}
