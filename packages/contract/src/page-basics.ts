// What a reader's browser needs of pages: no schema, so that it need not load the schema library.

/** The version of the document's format that this code writes; older ones are migrated, newer ones refused. */
export const pageFormatVersion = 1

/** How much one page may hold; every limit is checked on each live update as well as on save. */
export const pageLimits = {
  widgets: 500,
  queries: 200,
  stateNames: 200,
  depth: 8,
  expressionLength: 4000,
  textLength: 20_000,
  valueNodes: 5000,
  valueDepth: 12,
  propertiesPerWidget: 100,
  actionsPerEvent: 20,
  rows: 10_000,
} as const

/** Breakpoints and how many columns each grid has; a row of the grid is `rowHeightPixels` high. */
export const gridColumns = { desktop: 24, tablet: 12 } as const

/** The height of one row of the page's grid. */
export const rowHeightPixels = 8

/** Names that expressions already have at the top level, so no widget and no query may take them. */
export const reservedNames: ReadonlySet<string> = new Set(
  'state page user event row value workspace true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
)

/** Makes sure that a JSON value stays within the limits of nodes, depth and text length. */
export function isBoundedJson(value: unknown, depth: number = pageLimits.valueDepth): boolean {
  const budget = { nodes: pageLimits.valueNodes as number }
  return measure(value, depth, budget)
}

/** Any JSON value. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue }

/** The types that a page's own state may have. */
export const stateTypes = ['text', 'number', 'boolean', 'date', 'timestamp', 'list', 'record', 'any'] as const

/** Tells whether a key is none of those that every JavaScript object answers to, such as `constructor`. */
export function isOrdinaryKey(key: string): boolean {
  return !(key in Object.prototype)
}

/** Where a value of a structured query stands, an expression may stand instead. */
export type QueryExpression = {
  $expression: string
  /** When it gives nothing, its condition is left out (`skip`, the default) or lets no row pass (`nothing`). */
  whenEmpty?: 'skip' | 'nothing' | undefined
}

/** Tells whether a value of a query template is an expression. */
export function isQueryExpression(value: unknown): value is QueryExpression {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const { $expression, whenEmpty, ...others } = value as Partial<QueryExpression>
  return (
    typeof $expression === 'string' &&
    $expression.length <= pageLimits.expressionLength &&
    (whenEmpty === undefined || whenEmpty === 'skip' || whenEmpty === 'nothing') &&
    Object.keys(others).length === 0
  )
}

function measure(value: unknown, depth: number, budget: { nodes: number }): boolean {
  budget.nodes -= 1
  if (budget.nodes < 0) return false
  if (value === null || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'string') return value.length <= pageLimits.textLength
  if (typeof value !== 'object' || depth === 0) return false
  if (Array.isArray(value)) return value.every((item) => measure(item, depth - 1, budget))
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  return Object.entries(value).every(
    ([key, item]) => key.length <= 200 && key !== '__proto__' && measure(item, depth - 1, budget),
  )
}
