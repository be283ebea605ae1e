import type { Reference } from '@flexoffice/expression'
import type { CompiledPage, CompiledValue, CompiledWidget } from './compile-page.ts'
import { isSameJson } from './stable-json.ts'

/** Something of the page that has a value. Constants are not in the graph: nothing can change them but an edit. */
export type GraphNode = {
  key: string
  /** How people know it: `table1.query`, `filter1.value`, `orders`, `state.tab`. */
  label: string
  dependsOn: readonly string[]
} & (
  | { kind: 'property' | 'visible' | 'exposed'; widgetId: string; name: string }
  | { kind: 'query'; queryId: string }
  | { kind: 'state'; name: string }
)

/** Who depends on whom, over all bindings of a page. */
export interface Graph {
  nodes: ReadonlyMap<string, GraphNode>
  dependents: ReadonlyMap<string, readonly string[]>
  /** Every node outside cycles after all that it depends on; equal graphs have equal orders. */
  order: readonly string[]
  /** Each cycle as the keys on it, in the direction of "needs". */
  cycles: readonly string[][]
  /** What has to be calculated again when these change, in order; the changed ones themselves are not in it. */
  affectedBy(keys: Iterable<string>): string[]
}

/** The key of a widget's property in the graph. */
export function propertyKey(widgetId: string, name: string): string {
  return `property ${widgetId} ${name}`
}

/** The key of a name that a widget exposes. */
export function exposedKey(widgetId: string, name: string): string {
  return `exposed ${widgetId} ${name}`
}

/** The key of a query's answer. */
export function queryKey(queryId: string): string {
  return `query ${queryId}`
}

/** The key of a variable of the page. */
export function stateKey(name: string): string {
  return `state ${name}`
}

/** The key of a widget's visibility. */
export function visibleKey(widgetId: string): string {
  return `visible ${widgetId}`
}

/** Builds the dependency graph of a compiled page. */
export function buildGraph(compiled: CompiledPage): Graph {
  const nodes = listNodes(compiled)
  const dependents = new Map<string, string[]>()
  for (const node of nodes.values())
    for (const needed of node.dependsOn) {
      const list = dependents.get(needed)
      if (list) list.push(node.key)
      else dependents.set(needed, [node.key])
    }
  const order = sortTopologically(nodes, dependents)
  const ordered = new Set(order)
  const cycles = order.length === nodes.size ? [] : findCycles(nodes, ordered)
  return {
    nodes,
    dependents,
    order,
    cycles,
    affectedBy(keys) {
      const reached = new Set<string>()
      const waiting = [...keys]
      for (let key = waiting.pop(); key !== undefined; key = waiting.pop())
        for (const next of dependents.get(key) ?? [])
          if (!reached.has(next)) {
            reached.add(next)
            waiting.push(next)
          }
      return order.filter((key) => reached.has(key))
    },
  }
}

/** Tells at a glance that a page compiled after another has the same graph; false where it would take a closer look. */
export function hasSameGraph(before: CompiledPage, after: CompiledPage): boolean {
  if (before.scope !== after.scope) return false
  for (const id of Object.keys(after.queries)) if (before.queries[id] !== after.queries[id]) return false
  return Object.keys(after.widgets).every((id) => hasSameNodes(before.widgets[id]!, after.widgets[id]!))
}

/** Of a value, the graph shows whether it is calculated and from what; a constant is in it only where it names a query. */
function hasSameNodes(before: CompiledWidget, after: CompiledWidget): boolean {
  if (before === after) return true
  if (!isSameNode(before.visible ?? undefined, after.visible ?? undefined)) return false
  if (Boolean(before.visible) !== Boolean(after.visible)) return false
  return Object.keys({ ...before.properties, ...after.properties }).every((name) => {
    const [value, other] = [before.properties[name], after.properties[name]]
    if (value === other) return true
    const property = before.definition?.properties.find((candidate) => candidate.name === name)
    return property?.type !== 'query' && isSameNode(value, other)
  })
}

function isSameNode(before: CompiledValue | undefined, after: CompiledValue | undefined): boolean {
  const pathsOf = (value: CompiledValue | undefined) => value?.references.map(({ path }) => path) ?? []
  return isCalculated(before) === isCalculated(after) && isSameJson(pathsOf(before), pathsOf(after))
}

function isCalculated(value: CompiledValue | undefined): boolean {
  return Boolean(value?.program ?? value?.template ?? value?.rules)
}

function listNodes(compiled: CompiledPage): Map<string, GraphNode> {
  const nodes = new Map<string, GraphNode>()
  const resolve = makeResolver(compiled)
  const needs = (references: readonly Reference[]) => [...new Set(references.flatMap(resolve))]
  for (const name of Object.keys(compiled.page.state))
    add(nodes, { key: stateKey(name), kind: 'state', name, label: `state.${name}`, dependsOn: [] })
  for (const { node, parameters } of Object.values(compiled.queries))
    add(nodes, {
      key: queryKey(node.id),
      kind: 'query',
      queryId: node.id,
      label: node.name,
      dependsOn: needs(parameters.flatMap((item) => item.compiled.references)),
    })
  for (const widget of Object.values(compiled.widgets)) addWidgetNodes(nodes, widget, compiled, needs)
  for (const node of nodes.values())
    (node as { dependsOn: readonly string[] }).dependsOn = node.dependsOn.filter((key) => nodes.has(key))
  return nodes
}

function addWidgetNodes(
  nodes: Map<string, GraphNode>,
  widget: CompiledWidget,
  compiled: CompiledPage,
  needs: (references: readonly Reference[]) => string[],
): void {
  const { node, definition } = widget
  // In the order of their names: one that is set anew comes last in its widget, and the graph is the same.
  for (const name of Object.keys(widget.properties).sort()) {
    const value = widget.properties[name]!
    const isQuery = definition?.properties.some(
      (property) => property.name === name && property.type === 'query',
    )
    const bound = isQuery && typeof value.constant === 'string' && compiled.queries[value.constant]
    const dependsOn = bound ? [queryKey(bound.node.id)] : needs(value.references)
    if (dependsOn.length === 0 && !isCalculated(value)) continue
    add(nodes, {
      key: propertyKey(node.id, name),
      kind: 'property',
      widgetId: node.id,
      name,
      label: `${node.name}.${name}`,
      dependsOn,
    })
  }
  if (widget.visible)
    add(nodes, {
      key: visibleKey(node.id),
      kind: 'visible',
      widgetId: node.id,
      name: 'visible',
      label: `${node.name}.visible`,
      dependsOn: needs(widget.visible.references),
    })
  for (const { name, dependsOn = [], initialFrom } of definition?.exposes ?? [])
    add(nodes, {
      key: exposedKey(node.id, name),
      kind: 'exposed',
      widgetId: node.id,
      name,
      label: `${node.name}.${name}`,
      dependsOn: [...dependsOn, ...(initialFrom ? [initialFrom] : [])].map((property) =>
        propertyKey(node.id, property),
      ),
    })
}

function add(nodes: Map<string, GraphNode>, node: GraphNode): void {
  nodes.set(node.key, node)
}

function makeResolver(compiled: CompiledPage): (reference: Reference) => string[] {
  const queries = new Map(Object.values(compiled.page.queries).map(({ id, name }) => [name, id]))
  const widgets = new Map(Object.values(compiled.widgets).map((widget) => [widget.node.name, widget]))
  return ({ path }) => {
    const [first, second] = path
    if (first === 'state')
      return second === undefined ? Object.keys(compiled.page.state).map(stateKey) : [stateKey(second)]
    const queryId = queries.get(first!)
    if (queryId !== undefined) return [queryKey(queryId)]
    const widget = widgets.get(first!)
    if (!widget) return []
    if (second !== undefined) return [exposedKey(widget.node.id, second)]
    return (widget.definition?.exposes ?? []).map(({ name }) => exposedKey(widget.node.id, name))
  }
}

function sortTopologically(
  nodes: ReadonlyMap<string, GraphNode>,
  dependents: ReadonlyMap<string, readonly string[]>,
): string[] {
  const missing = new Map<string, number>()
  const order: string[] = []
  for (const node of nodes.values()) {
    const count = new Set(node.dependsOn).size
    missing.set(node.key, count)
    if (count === 0) order.push(node.key)
  }
  for (let index = 0; index < order.length; index += 1)
    for (const next of dependents.get(order[index]!) ?? []) {
      const left = missing.get(next)! - 1
      missing.set(next, left)
      if (left === 0) order.push(next)
    }
  return order
}

/** At least one cycle of every group of nodes that need one another, found by a depth-first walk along the needs. */
function findCycles(nodes: ReadonlyMap<string, GraphNode>, ordered: ReadonlySet<string>): string[][] {
  const cycles: string[][] = []
  const finished = new Set<string>()
  for (const start of nodes.keys()) {
    if (ordered.has(start) || finished.has(start)) continue
    const path = [start]
    const next = new Map([[start, 0]])
    while (path.length > 0) {
      const key = path.at(-1)!
      const index = next.get(key)!
      const needed = nodes.get(key)!.dependsOn[index]
      next.set(key, index + 1)
      if (needed === undefined) {
        finished.add(key)
        path.pop()
      } else if (next.has(needed) && !finished.has(needed)) cycles.push(path.slice(path.indexOf(needed)))
      else if (!ordered.has(needed) && !finished.has(needed)) {
        path.push(needed)
        next.set(needed, 0)
      }
    }
  }
  return cycles
}
