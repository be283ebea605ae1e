import type { JsonValue } from '@flexoffice/contract/page-document'
import type { Filter } from '@flexoffice/query/structured-query'
import type { ComponentType, ReactNode } from 'react'

/**
 * The types that a widget's properties expect from expressions and that its exposed names have. `row` and `rows` take
 * their columns from the query that the widget is bound to; `any` is not checked.
 */
export const widgetValueTypes = [
  'any',
  'text',
  'number',
  'boolean',
  'date',
  'timestamp',
  'list',
  'record',
  'row',
  'rows',
] as const
export type WidgetValueType = (typeof widgetValueTypes)[number]

/** Where the property panel shows a property. */
export type PropertyGroup = 'data' | 'appearance' | 'visibility' | 'events'

interface PropertyBase {
  name: string
  /** Message keys, translated by the web. */
  label: string
  help?: string
  group: PropertyGroup
  required?: boolean
  default?: JsonValue
  /** Shown only while the named property holds one of these values. */
  shownWhen?: { property: string; oneOf: JsonValue[] }
}

/** A property that takes a constant or an expression of the type `expects` (default: the natural one of its type). */
export interface ValueProperty extends PropertyBase {
  type: 'text' | 'number' | 'boolean' | 'color' | 'icon' | 'expression'
  expects?: WidgetValueType
  /** A text that may hold `{{ expressions }}`. */
  template?: boolean
  multiline?: boolean
  minimum?: number
  maximum?: number
}

/** A property with a closed list of values. */
export interface ChoiceProperty extends PropertyBase {
  type: 'choice'
  choices: { value: string; label: string; icon?: string }[]
}

/** A list of choices that the author types: `[{ value, label }]`. */
export interface OptionsProperty extends PropertyBase {
  type: 'options'
}

/** The id of a query of the page, of a table of the catalogue, or of another page; always a constant. */
export interface ReferenceProperty extends PropertyBase {
  type: 'query' | 'table' | 'page'
  /** For queries: the widget asks for its own page, order and search by `requestRows`, so nothing is read before it does. */
  windowed?: boolean
}

/**
 * What may be set for each configured column beside its label and place. A `validation` is an expression over `value` and
 * `row` that must give true; its property's columns are those of a table.
 */
export const columnSettings = [
  'format',
  'currency',
  'decimals',
  'width',
  'required',
  'help',
  'validation',
  'validationMessage',
] as const
export type ColumnSetting = (typeof columnSettings)[number]

/** One column, several columns, or configured columns (`[{ column, label?, hidden?, SETTING? }]`) of the bound query or table. */
export interface ColumnProperty extends PropertyBase {
  type: 'column' | 'columns'
  /** The property that names the query or table whose columns may be chosen. */
  columnsOf: string
  /** What the widget reads of each configured column; the property panel offers these. */
  settings?: readonly ColumnSetting[]
}

/** What a rule may say of a row, a cell or a value. The design system decides how each looks, never by its colour alone. */
export const formatTones = ['positive', 'warning', 'negative', 'muted', 'strong'] as const
export type FormatTone = (typeof formatTones)[number]

/**
 * Rules "when this is true, then that tone": `[{ when: { $expression }, tone, column? }]`, always a constant. The widget
 * gets a `FormatMatcher`, another one whenever a name that the rules use has another value.
 */
export interface FormatsProperty extends PropertyBase {
  type: 'formats'
  /** The property that names the query whose rows the rules speak of. */
  columnsOf: string
  /** Whether a rule speaks of every `row`, or of the widget's one `value` (and the first `row`). */
  over: 'rows' | 'value'
}

/** The tones of a row and of single columns of it, or, as `row`, of the widget's value. */
export interface RowTones {
  row?: FormatTone
  columns: Readonly<Record<string, FormatTone>>
}

/** Calculates the tones of a row as an answer gave it, with the answer's columns. */
export type FormatMatcher = (
  row: Readonly<Record<string, unknown>> | undefined,
  columns: readonly QueryResultColumn[],
  value?: unknown,
) => RowTones

/** One property of a widget, as the property panel, the checker and the renderer understand it. */
export type PropertyDefinition =
  | ValueProperty
  | ChoiceProperty
  | OptionsProperty
  | ReferenceProperty
  | ColumnProperty
  | FormatsProperty

/** A name that the widget offers to expressions elsewhere, such as `table1.selectedRow`. */
export interface ExposedName {
  name: string
  type: WidgetValueType
  /** Message key. */
  label: string
  /** Its value until the widget sets it. */
  initial?: JsonValue
  /** The property whose resolved value it has until the person changes it; for a list, one value is a list of it. */
  initialFrom?: string
  /** The properties that can change it; a cycle through them is refused. `initialFrom` counts without being named. */
  dependsOn?: string[]
  /** For `row` and `rows`: the property that names the query or table whose columns they have. */
  columnsOf?: string
  /** The exposed list whose first entry it is, or null: setting the list sets it too. */
  firstOf?: string
  /**
   * The address of a published page keeps it, so that a link shows the same view. For what people choose by the widget itself,
   * of the types `text`, `number`, `date` and `list` (of texts, or of what `as` says).
   */
  inAddress?: {
    /** Only while a property holds one of these values: with others, nobody can choose it. */
    while?: { property: string; oneOf: JsonValue[] }
    /** A list of `{ column, direction }`, or of conditions as the filter bar makes them. */
    as?: 'order' | 'conditions'
  }
}

/** Something that happens in the widget and may start actions, which see `payload` as `event.NAME`. */
export interface WidgetEvent {
  name: string
  /** Message key. */
  label: string
  payload?: { name: string; type: WidgetValueType; columnsOf?: string }[]
}

/** A width in grid columns (24 on desktop) and a height in rows of 8 pixels. */
export interface WidgetSize {
  w: number
  h: number
}

/** A widget type: what the palette, the property panel, the checker and the renderer need to know of it. */
export interface WidgetDefinition {
  /** `table` for built-in ones, `publisher/name` for others. */
  type: string
  version: number
  /** Message keys. */
  label: string
  description: string
  /** A name of the icon set, such as `table-2`. */
  icon: string
  category: 'data' | 'input' | 'action' | 'content' | 'layout'
  defaultSize: WidgetSize
  minSize: WidgetSize
  properties: PropertyDefinition[]
  events: WidgetEvent[]
  exposes: ExposedName[]
  /** Whether other widgets may lie in it. */
  container?: boolean
  /** Loads the component when the first widget of this type is shown; absent where no browser is. */
  renderer?: () => Promise<{ default: WidgetRenderer }>
}

/** What a query gives to the widgets bound to it. `rows` keep their reference until an answer replaces them. */
export interface QueryResult {
  status: 'idle' | 'loading' | 'ready' | 'error'
  rows: readonly Readonly<Record<string, unknown>>[]
  columns: readonly QueryResultColumn[]
  /** Whether the source holds more rows than were read: then a figure made of these must say so. */
  hasMore: boolean
  total?: number
  /** What the total is: every row counted, the source's own estimate, or as far as was counted. */
  totalKind?: 'exact' | 'estimated' | 'at_least'
  /** The table whose records were asked for, where the person may look at it. */
  tableId?: string
  error?: { code: string; message: string; params?: Record<string, unknown> }
}

/** One column of an answer: the name that the row's value has and what it is. */
export interface QueryResultColumn {
  name: string
  label?: string
  type: string
  /** The column of the table that this is; absent when calculated, grouped, related or disguised. */
  columnId?: string
}

/** What the page hands to a widget's component. */
export interface WidgetRendererProps {
  widgetId: string
  name: string
  /** The resolved properties; the reference changes only when one of them does. */
  properties: Readonly<Record<string, unknown>>
  /** The answers of the queries that properties of type `query` name, by property. */
  queries: Readonly<Record<string, QueryResult>>
  /** Errors of expressions by property; the property then has its default. */
  errors: Readonly<Record<string, { code: string; message: string }>>
  /** What this widget exposes at present. */
  exposed: Readonly<Record<string, unknown>>
  mode: 'edit' | 'view'
  /** Whether an event has actions, so that a control without effect can be left out. */
  hasActions(event: string): boolean
  /** Starts the actions of an event; settles when they end. */
  emit(event: string, payload?: Record<string, unknown>): Promise<void>
  /** Changes an exposed name, or by undefined gives it back its first value; what depends on it is evaluated in the same turn. */
  expose(name: string, value: unknown): void
  /** Asks for the next answer of the query that a property names, with page, sort, search or filter on top. */
  requestRows(property: string, window: RowWindow): void
  /** The widgets inside a container. */
  children?: ReactNode
}

/** What a widget may lay over its query: which page, in which order, found by what text and under which conditions. */
export interface RowWindow {
  offset?: number
  limit?: number
  sort?: { column: string; direction: 'ascending' | 'descending' }[]
  search?: string
  /** A condition on columns of the answer; a field is `{ column: NAME }` with the name that the answer gives it. */
  filter?: Filter
}

/** A widget's React component. */
export type WidgetRenderer = ComponentType<WidgetRendererProps>

/** Declares a widget type; mistakes in the declaration itself are thrown at once, for its developer. */
export function defineWidget<const Definition extends WidgetDefinition>(definition: Definition): Definition {
  const { type, properties, events, exposes, defaultSize, minSize } = definition
  requireUnique(type, 'property', properties)
  requireUnique(type, 'event', events)
  requireUnique(type, 'exposed name', exposes)
  const names = new Set<string>(properties.map((property) => property.name))
  for (const used of namesUsed(definition))
    if (!names.has(used)) throw new Error(`Widget ${type}: there is no property "${used}".`)
  if (defaultSize.w < minSize.w || defaultSize.h < minSize.h)
    throw new Error(`Widget ${type}: the default size is below the minimum.`)
  return definition
}

function requireUnique(type: string, kind: string, entries: readonly { name: string }[]): void {
  const seen = new Set<string>()
  for (const { name } of entries) {
    if (seen.has(name)) throw new Error(`Widget ${type}: the ${kind} "${name}" is declared twice.`)
    seen.add(name)
  }
}

function namesUsed(definition: WidgetDefinition): string[] {
  const fromProperties = definition.properties.flatMap((property) => [
    ...('columnsOf' in property ? [property.columnsOf] : []),
    ...(property.shownWhen ? [property.shownWhen.property] : []),
  ])
  const fromExposed = definition.exposes.flatMap((exposed) => [
    ...(exposed.dependsOn ?? []),
    ...(exposed.initialFrom ? [exposed.initialFrom] : []),
    ...(exposed.columnsOf ? [exposed.columnsOf] : []),
    ...(exposed.inAddress?.while ? [exposed.inAddress.while.property] : []),
  ])
  return [...fromProperties, ...fromExposed]
}
