import type { RowRule, RuleContext } from '@flexoffice/expression'
import { parseRowRule } from '@flexoffice/expression'
import type { KnownTable, TenantCatalogue } from '../catalogue/api.ts'
import type { DeclaredAttribute } from '../people/api.ts'

/** The names that a row rule of the table may use: its columns, those of related tables, and people's attributes. */
export function ruleContext(
  known: KnownTable,
  catalogue: TenantCatalogue,
  attributes: readonly DeclaredAttribute[],
): RuleContext {
  const relations = known.shape.relations.flatMap(({ id, name, toTable }) => {
    const target = catalogue.shapes.get(toTable)
    return target ? [{ id, name, columns: target.columns }] : []
  })
  return {
    row: { columns: known.shape.columns, relations },
    attributes: attributes.map(({ name, type }) =>
      type === 'text_list' ? { name, type: 'text' as const, list: true } : { name, type, list: false },
    ),
  }
}

/** A problem of a rule as it crosses the wire. */
export interface RuleProblem {
  code: string
  message: string
  params: Record<string, string | number>
  from: number
  to: number
}

/** Reads a rule; `rule` is null when there are problems. An empty source means all rows. */
export function readRule(
  source: string | null,
  context: RuleContext,
): { rule: RowRule | null; problems: RuleProblem[] } {
  if (source === null || source.trim() === '') return { rule: null, problems: [] }
  const { rule, problems } = parseRowRule(source, context)
  return {
    rule,
    problems: problems.map(({ code, message, params, from, to }) => ({ code, message, params, from, to })),
  }
}
