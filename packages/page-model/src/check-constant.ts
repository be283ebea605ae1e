import type { JsonValue, WidgetNode } from '@flexoffice/contract/page-document'
import { formatTones, type PropertyDefinition } from '@flexoffice/sdk/widget'
import type { CheckContext } from './check-context.ts'
import { readFormatRules } from './format-rules.ts'
import { boundRow } from './page-scope.ts'
import { type PageProblem, pageError, pageWarning, suggest } from './problem.ts'

/** Checks a constant against its property: the type, the limits, and that what it names exists. */
export function checkConstant(
  value: JsonValue,
  property: PropertyDefinition,
  widget: WidgetNode,
  context: CheckContext,
): PageProblem[] {
  if (value === null || value === '') return []
  const place = { widgetId: widget.id, property: property.name }
  const wrong = (words: string, wanted: string, limits: PageProblem['params'] = {}) => [
    pageError('wrong_value', place, `"${property.name}" of "${widget.name}" must be ${words}.`, {
      name: widget.name,
      property: property.name,
      wanted,
      ...limits,
    }),
  ]
  switch (property.type) {
    case 'text':
    case 'icon':
      return typeof value === 'string' ? [] : wrong('a text', 'text')
    case 'color':
      return typeof value === 'string' && /^#[0-9a-f]{3,8}$|^[a-z-]{1,40}$/i.test(value)
        ? []
        : wrong('a colour', 'color')
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrong('true or false', 'boolean')
    case 'number': {
      const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = property
      if (typeof value !== 'number') return wrong('a number', 'number')
      if (value >= minimum && value <= maximum) return []
      if (maximum === Number.POSITIVE_INFINITY) return wrong(`${minimum} or more`, 'minimum', { minimum })
      if (minimum === Number.NEGATIVE_INFINITY) return wrong(`${maximum} or less`, 'maximum', { maximum })
      return wrong(`between ${minimum} and ${maximum}`, 'range', { minimum, maximum })
    }
    case 'choice': {
      const choices = property.choices.map((choice) => choice.value)
      return choices.includes(value as string)
        ? []
        : wrong(`one of ${choices.join(', ')}`, 'choice', { choices: choices.join(', ') })
    }
    case 'options':
      return Array.isArray(value) && value.every(isOption)
        ? []
        : wrong('a list of values with labels', 'options')
    case 'formats':
      return isRuleList(value) ? [] : wrong('a list of rules', 'formats')
    case 'query':
    case 'table':
    case 'page':
      return checkReference(value, property.type, widget, property.name, context)
    case 'column':
    case 'columns':
      return checkColumns(value, property, widget, context) ?? wrong('chosen from the columns', 'columns')
    default:
      return []
  }
}

function isOption(option: JsonValue): boolean {
  return typeof option === 'object' && option !== null && !Array.isArray(option) && 'value' in option
}

function isRuleList(value: JsonValue): boolean {
  const known: readonly string[] = formatTones
  return Array.isArray(value) && readFormatRules(value).every((rule) => rule && known.includes(rule.tone))
}

function checkReference(
  value: JsonValue,
  type: 'query' | 'table' | 'page',
  widget: WidgetNode,
  property: string,
  { page, catalogue }: CheckContext,
): PageProblem[] {
  const known =
    type === 'query'
      ? Object.hasOwn(page.queries, String(value))
      : type === 'table'
        ? !catalogue || catalogue.tables.has(String(value))
        : !catalogue?.pages || catalogue.pages.has(String(value))
  if (typeof value === 'string' && known) return []
  const message =
    type === 'query'
      ? `The query that "${widget.name}" shows was removed from the page. Choose another.`
      : `The ${type} that "${widget.name}" uses does not exist, or you may not read it. Choose another.`
  return [pageError(`unknown_${type}`, { widgetId: widget.id, property }, message, { name: widget.name })]
}

/** Null when the value is no column at all. */
function checkColumns(
  value: JsonValue,
  property: PropertyDefinition & { type: 'column' | 'columns' },
  widget: WidgetNode,
  { page, catalogue }: CheckContext,
): PageProblem[] | null {
  const columns = (property.type === 'columns' ? value : [value]) as JsonValue[]
  if (!Array.isArray(columns)) return null
  const names = columns.map((column) =>
    typeof column === 'object' && column !== null && 'column' in column ? column.column : column,
  )
  if (names.some((name) => typeof name !== 'string')) return null
  const row = boundRow(page.queries, widget.properties[property.columnsOf], catalogue)
  if (row.open) return []
  return (names as string[])
    .filter((name) => !Object.hasOwn(row.fields, name))
    .map((name) =>
      pageWarning(
        'unknown_column',
        { widgetId: widget.id, property: property.name },
        `"${widget.name}" shows a column "${name}" which its data does not have. Take it out, or choose another.`,
        { name: widget.name, column: name, ...suggest(name, Object.keys(row.fields)) },
      ),
    )
}
