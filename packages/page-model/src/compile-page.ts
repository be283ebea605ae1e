import type { PageDocument, PageQuery, PropertyValue, WidgetNode } from '@flexoffice/contract/page-document'
import {
  type CompiledExpression,
  compileExpression,
  compileTemplate,
  type Problem,
  type Program,
  type Reference,
  type Scope,
  type Template,
} from '@flexoffice/expression'
import type { WidgetDefinition } from '@flexoffice/sdk/widget'
import { type CompiledRule, compileFormats } from './format-rules.ts'
import { listParameters, type QueryParameter } from './list-parameters.ts'
import { buildPageScope } from './page-scope.ts'
import type { WidgetRegistry } from './widgets/registry.ts'

/** A property's value made ready to be calculated. */
export interface CompiledValue {
  constant?: unknown
  program?: Program
  template?: Template
  /** Rules of a widget's looks, calculated for each row by whoever shows it. */
  rules?: CompiledRule[]
  problems: Problem[]
  references: Reference[]
}

export interface CompiledWidget {
  node: WidgetNode
  definition: WidgetDefinition | undefined
  properties: Record<string, CompiledValue>
  visible: CompiledValue | null
}

export interface CompiledQuery {
  node: PageQuery
  parameters: { parameter: QueryParameter; compiled: CompiledValue }[]
}

/** A page whose every binding is compiled; unchanged widgets and properties are taken over from the page before. */
export interface CompiledPage {
  page: PageDocument
  registry: WidgetRegistry
  scope: Scope
  scopeKey: string
  widgets: Record<string, CompiledWidget>
  queries: Record<string, CompiledQuery>
}

/** Compiles a page; with the previous outcome at hand, only what changed. */
export function compilePage(
  page: PageDocument,
  registry: WidgetRegistry,
  previous?: CompiledPage,
): CompiledPage {
  const scopeKey = makeScopeKey(page)
  const isSameScope = previous?.scopeKey === scopeKey && previous.registry === registry
  const scope = isSameScope ? previous.scope : buildPageScope(page, registry)
  const reuse = isSameScope ? previous : undefined
  return {
    page,
    registry,
    scope,
    scopeKey,
    widgets: mapNodes(page.widgets, (node) => {
      const before = reuse?.widgets[node.id]
      return before?.node === node ? before : compileWidget(node, registry.get(node.type), scope, before)
    }),
    queries: mapNodes(page.queries, (node) => {
      const before = reuse?.queries[node.id]
      return before?.node === node ? before : compileQuery(node, scope)
    }),
  }
}

/** Compiles one property's value in a scope. */
export function compileValue(value: PropertyValue, scope: Scope): CompiledValue {
  if (value.kind === 'value') return { constant: value.value, problems: [], references: [] }
  if (value.kind === 'expression') return fromExpression(compileExpression(value.source, scope))
  const { template, problems, references } = compileTemplate(value.source, scope)
  return { template: template ?? undefined, problems, references }
}

/** Compiles a bare expression, such as a visibility or the condition of an action. */
export function compileSource(source: string, scope: Scope): CompiledValue {
  return fromExpression(compileExpression(source, scope))
}

function fromExpression({ program, problems, references }: CompiledExpression): CompiledValue {
  return { program: program ?? undefined, problems, references }
}

function compileWidget(
  node: WidgetNode,
  definition: WidgetDefinition | undefined,
  scope: Scope,
  before: CompiledWidget | undefined,
): CompiledWidget {
  const isSame = (name: string) => before && before.node.properties[name] === node.properties[name]
  return {
    node,
    definition,
    properties: Object.fromEntries(
      Object.entries(node.properties).map(([name, value]) => [
        name,
        isSame(name) ? before!.properties[name]! : compileProperty(name, value, definition, scope),
      ]),
    ),
    visible:
      before && before.node.visible === node.visible ? before.visible : compileVisible(node.visible, scope),
  }
}

function compileProperty(
  name: string,
  value: PropertyValue,
  definition: WidgetDefinition | undefined,
  scope: Scope,
): CompiledValue {
  const property = definition?.properties.find((candidate) => candidate.name === name)
  if (property?.type !== 'formats') return compileValue(value, scope)
  return { ...compileFormats(value, property.over, scope), problems: [] }
}

function compileVisible(source: string | undefined, scope: Scope): CompiledValue | null {
  return source?.trim() ? compileSource(source, scope) : null
}

function compileQuery(node: PageQuery, scope: Scope): CompiledQuery {
  const parameters = listParameters(node.query)
  return {
    node,
    parameters: parameters.map((parameter) => ({
      parameter,
      compiled: compileSource(parameter.source, scope),
    })),
  }
}

function mapNodes<Node, Result>(
  nodes: Record<string, Node>,
  map: (node: Node) => Result,
): Record<string, Result> {
  const result: Record<string, Result> = {}
  for (const id of Object.keys(nodes)) result[id] = map(nodes[id]!)
  return result
}

/** What the meaning of names depends on; while it stays, compiled expressions stay. */
function makeScopeKey({ widgets, queries, state }: PageDocument): string {
  const parts = [
    ...Object.values(widgets).map(({ id, name, type }) => `${id}:${name}:${type}`),
    ...Object.values(queries).map(({ id, name }) => `${id}:${name}`),
    ...Object.entries(state).map(([name, { type }]) => `${name}:${type}`),
  ]
  return parts.join('|')
}
