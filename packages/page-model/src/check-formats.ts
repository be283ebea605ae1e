import type { JsonValue, WidgetNode } from '@flexoffice/contract/page-document'
import type { PropertyDefinition } from '@flexoffice/sdk/widget'
import type { CheckContext } from './check-context.ts'
import { checkSource } from './check-source.ts'
import { buildFormatScope, readFormatRules } from './format-rules.ts'
import { boundRow } from './page-scope.ts'
import { type PageProblem, pageWarning, suggest } from './problem.ts'

/** Finds the mistakes of the rules of a widget's looks: their conditions, and the columns that they mark. */
export function checkFormats(
  value: JsonValue,
  property: PropertyDefinition,
  widget: WidgetNode,
  { page, catalogue, scope }: CheckContext,
): PageProblem[] {
  if (property.type !== 'formats') return []
  const row = boundRow(page.queries, widget.properties[property.columnsOf], catalogue)
  const own = buildFormatScope(scope, property.over, row)
  return readFormatRules(value).flatMap((rule, index) => {
    if (!rule) return []
    const place = { widgetId: widget.id, property: `${property.name}[${index}].when` }
    const problems = rule.when.trim() === '' ? [] : checkSource(rule.when, own, 'boolean', place)
    const { column } = rule
    if (column === undefined || row.open || Object.hasOwn(row.fields, column)) return problems
    const message = `A rule of "${widget.name}" marks a column "${column}" which its data does not have. Choose another.`
    const params = { name: widget.name, column, ...suggest(column, Object.keys(row.fields)) }
    const at = { widgetId: widget.id, property: `${property.name}[${index}].column` }
    return [...problems, pageWarning('unknown_column', at, message, params)]
  })
}
