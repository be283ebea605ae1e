import type { ColumnOperand, Operand, RowRule } from '@flexoffice/expression/rule'

/** The rows that one of several rules allows; `all` where one role has no rule. An empty list allows none. */
export type RuleSet = 'all' | readonly RowRule[]

/** False when no row can be allowed. */
export function allowsAny(rules: RuleSet): boolean {
  return rules === 'all' || rules.length > 0
}

/** The union of the roles' rules, equal ones only once. */
export function uniteRules(rules: readonly (RowRule | null)[]): RuleSet {
  const distinct = new Map<string, RowRule>()
  for (const rule of rules) {
    if (rule === null || (rule.kind === 'constant' && rule.value)) return 'all'
    if (rule.kind === 'constant') continue
    distinct.set(JSON.stringify(rule), rule)
  }
  return [...distinct.values()]
}

/** True when, judged by the text of the rules alone, every row of `inner` is a row of `outer`. */
export function covers(outer: RuleSet, inner: RuleSet): boolean {
  if (outer === 'all') return true
  if (inner === 'all') return false
  const keys = new Set(outer.map((rule) => JSON.stringify(rule)))
  return inner.every((rule) => keys.has(JSON.stringify(rule)))
}

/** The rows allowed by either. */
export function joinRuleSets(left: RuleSet, right: RuleSet): RuleSet {
  return left === 'all' || right === 'all' ? 'all' : uniteRules([...left, ...right])
}

/** Every column operand of a rule, in reading order. */
export function listRuleColumns(rule: RowRule): ColumnOperand[] {
  return listOperands(rule).filter((operand) => operand.kind === 'column')
}

/** Every operand of a rule, in reading order. */
export function listOperands(rule: RowRule): Operand[] {
  switch (rule.kind) {
    case 'constant':
      return []
    case 'and':
    case 'or':
      return rule.rules.flatMap(listOperands)
    case 'not':
      return listOperands(rule.rule)
    case 'compare':
      return [rule.left, rule.right]
    case 'in':
      return [rule.left, ...(Array.isArray(rule.list) ? rule.list : [rule.list])]
    case 'isNull':
      return [rule.operand]
    case 'startsWith':
      return [rule.left, rule.prefix]
  }
}
