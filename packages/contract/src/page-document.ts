import { querySchema } from '@flexoffice/query/structured-query'
import { z } from 'zod'
import {
  gridColumns,
  isBoundedJson,
  isOrdinaryKey,
  isQueryExpression,
  type JsonValue,
  pageFormatVersion,
  pageLimits,
  type QueryExpression,
  reservedNames,
  stateTypes,
} from './page-basics.ts'

export {
  gridColumns,
  isBoundedJson,
  isOrdinaryKey,
  isQueryExpression,
  type JsonValue,
  pageFormatVersion,
  pageLimits,
  type QueryExpression,
  reservedNames,
  rowHeightPixels,
  stateTypes,
} from './page-basics.ts'

const jsonValue = z.custom<JsonValue>((value) => isBoundedJson(value), {
  message: 'Give a plain JSON value with fewer entries, less nesting or a shorter text.',
})

/** The id of a widget, a query or an action: never shown, never changed. */
export const pageObjectId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'Use letters, digits, - and _ (at most 64).')
  .refine(isOrdinaryKey, 'Choose another id.')

/** A name that expressions use, such as `table1`. */
export const expressionName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'Start with a letter, then letters, digits and _ (at most 64).')
  .refine(isOrdinaryKey, 'Choose another name.')

const nodeName = expressionName.refine((name) => !reservedNames.has(name), {
  message: 'This name has a meaning in expressions already; choose another.',
})

/** The text of an expression as its author typed it. */
export const expressionSource = z
  .string()
  .max(pageLimits.expressionLength, `Shorten the expression to ${pageLimits.expressionLength} characters.`)

/** What a property holds: a constant, an expression, or a text with `{{ expressions }}` in it. */
export const propertyValue = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('value'), value: jsonValue }),
  z.strictObject({ kind: z.literal('expression'), source: expressionSource }),
  z.strictObject({ kind: z.literal('template'), source: expressionSource }),
])
export type PropertyValue = z.infer<typeof propertyValue>

const valuesByName = z.record(z.string().min(1).max(200), propertyValue)
const condition = { when: expressionSource.optional() }

/** What an event sets in motion. `when` (a boolean expression) lets a step be skipped; a failed step ends the list. */
export const pageAction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('runQuery'), queryId: pageObjectId, ...condition }),
  z.strictObject({
    kind: z.literal('changeRecord'),
    operation: z.enum(['create', 'update', 'delete']),
    tableId: z.string().min(1).max(200),
    /** The key columns of the record, by column id; empty for `create`. */
    key: valuesByName,
    values: valuesByName,
    /** The row as its author saw it (an expression of a record): the lost-update rule compares with it. */
    seen: expressionSource.optional(),
    confirm: propertyValue.optional(),
    ...condition,
  }),
  z.strictObject({
    kind: z.literal('openPage'),
    pageId: z.string().min(1).max(200),
    parameters: valuesByName,
    ...condition,
  }),
  z.strictObject({
    kind: z.literal('showMessage'),
    level: z.enum(['success', 'information', 'warning', 'danger']),
    message: propertyValue,
    ...condition,
  }),
  z.strictObject({ kind: z.literal('setState'), name: expressionName, value: propertyValue, ...condition }),
  /** Runs the named queries again, or every automatic query of the page when `queryIds` is absent. */
  z.strictObject({
    kind: z.literal('refresh'),
    queryIds: z.array(pageObjectId).max(50).optional(),
    ...condition,
  }),
])
export type PageAction = z.infer<typeof pageAction>

/** A widget's place on its grid: columns and rows, whole numbers. */
export const gridBox = z.strictObject({
  x: z
    .int()
    .min(0)
    .max(gridColumns.desktop - 1),
  y: z.int().min(0).max(pageLimits.rows),
  w: z.int().min(1).max(gridColumns.desktop),
  h: z.int().min(1).max(1000),
})
export type GridBox = z.infer<typeof gridBox>
export type Breakpoint = keyof typeof gridColumns

/** A widget's places; the tablet's is derived from the desktop's when it is absent. */
export const widgetLayout = z.strictObject({ desktop: gridBox, tablet: gridBox.optional() })
export type WidgetLayout = z.infer<typeof widgetLayout>

/** One widget of a page. */
export const widgetNode = z.strictObject({
  id: pageObjectId,
  type: z.string().regex(/^[a-z][A-Za-z0-9./-]{0,99}$/),
  name: nodeName,
  /** The container that it lies in, or null for the page itself. */
  parent: pageObjectId.nullable(),
  properties: z.record(expressionName, propertyValue).refine(fitsProperties, 'Too many properties.'),
  visible: expressionSource.optional(),
  layout: widgetLayout,
  events: z.record(expressionName, z.array(pageAction).max(pageLimits.actionsPerEvent)),
})
export type WidgetNode = z.infer<typeof widgetNode>

function fitsProperties(properties: object): boolean {
  return Object.keys(properties).length <= pageLimits.propertiesPerWidget
}

/**
 * Where a value of a structured query stands (also `values`, `limit`, `offset`), an expression may stand instead. When it
 * gives null, an empty text or an empty list, the condition that it stands in is left out (`skip`, the default) or lets
 * no row pass (`nothing`).
 */
export const queryExpression = z.custom<QueryExpression>(isQueryExpression, {
  message: `Give an expression of at most ${pageLimits.expressionLength} characters.`,
})

/** A structured query (of `@flexoffice/query`) whose values may be expressions. */
export type QueryTemplate = { [key: string]: JsonValue }

const queryTemplate = z
  .custom<QueryTemplate>(
    (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && isBoundedJson(value, 24),
    { message: 'Give a structured query of bounded size.', abort: true },
  )
  .superRefine((template, context) => {
    const result = querySchema.safeParse(withPlaceholders(template))
    if (result.success) return
    for (const { path, message } of result.error.issues) context.addIssue({ code: 'custom', path, message })
  })

function withPlaceholders(value: JsonValue, key = ''): JsonValue {
  if (isQueryExpression(value)) return Object.hasOwn(placeholders, key) ? placeholders[key]! : ''
  if (Array.isArray(value)) return value.map((item) => withPlaceholders(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withPlaceholders(item, name)]))
}

const placeholders: Record<string, JsonValue> = { values: [], limit: 1, offset: 0 }

/** A query of a page: `automatic` runs when the page opens and whenever an expression in it changes. */
export const pageQuery = z.strictObject({
  id: pageObjectId,
  name: nodeName,
  kind: z.literal('structured'),
  query: queryTemplate,
  runs: z.enum(['automatic', 'manual']),
})
export type PageQuery = z.infer<typeof pageQuery>

/** One variable of the page, `state.NAME` in expressions. */
export const pageState = z.strictObject({ type: z.enum(stateTypes), initial: jsonValue })
export type PageState = z.infer<typeof pageState>

/** How the page looks beyond the workspace's brand. */
export const pageTheme = z.strictObject({
  mode: z.enum(['system', 'light', 'dark']).default('system'),
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .optional(),
  density: z.enum(['comfortable', 'compact']).default('comfortable'),
})
export type PageTheme = z.infer<typeof pageTheme>

/** A page as stable JSON: what a version holds, what files hold, what the live document turns into. */
export const pageDocument = z
  .strictObject({
    formatVersion: z.literal(pageFormatVersion),
    title: z.string().max(200),
    widgets: z.record(pageObjectId, widgetNode),
    queries: z.record(pageObjectId, pageQuery),
    state: z.record(expressionName, pageState),
    theme: pageTheme,
  })
  .superRefine((page, context) => {
    refuseMoreThan(page.widgets, pageLimits.widgets, 'widgets', context)
    refuseMoreThan(page.queries, pageLimits.queries, 'queries', context)
    refuseMoreThan(page.state, pageLimits.stateNames, 'state', context)
    for (const kind of ['widgets', 'queries'] as const)
      for (const [id, node] of Object.entries(page[kind]))
        if (node.id !== id)
          context.addIssue({
            code: 'custom',
            path: [kind, id, 'id'],
            message: 'The id must be that of its entry.',
          })
  })
export type PageDocument = z.infer<typeof pageDocument>

function refuseMoreThan(entries: object, limit: number, field: string, context: z.RefinementCtx): void {
  const count = Object.keys(entries).length
  if (count > limit)
    context.addIssue({ code: 'custom', path: [field], message: `A page holds at most ${limit} ${field}.` })
}

/** A page with nothing on it. */
export function emptyPage(title: string): PageDocument {
  return {
    formatVersion: pageFormatVersion,
    title,
    widgets: {},
    queries: {},
    state: {},
    theme: { mode: 'system', density: 'comfortable' },
  }
}
