import type { PageDocument } from '@flexoffice/contract/page-document'
import { type EvaluationContext, fromWire, type ObjectType } from '@flexoffice/expression'
import type { QueryResult, RowWindow, WidgetValueType } from '@flexoffice/sdk/widget'
import { type CompiledPage, compilePage } from './compile-page.ts'
import { evaluateParameters, evaluateValue, type Names, type Outcome } from './evaluate-value.ts'
import {
  buildGraph,
  exposedKey,
  type Graph,
  type GraphNode,
  hasSameGraph,
  propertyKey,
  queryKey,
  stateKey,
} from './graph.ts'
import { anyRecord, expressionTypeOf } from './page-scope.ts'
import { type AskOptions, createQueryLane, idleResult, type QueryLane, type RunQuery } from './query-lanes.ts'
import { queryNames, queryRowType } from './query-names.ts'
import { type Perform, runActions } from './run-actions.ts'
import { isSameJson } from './stable-json.ts'
import { makeSnapshot, type WidgetSnapshot } from './widget-snapshot.ts'
import type { WidgetRegistry } from './widgets/registry.ts'

export type { WidgetSnapshot } from './widget-snapshot.ts'

/** What the runtime needs from around it. */
export interface RuntimeOptions {
  page: PageDocument
  registry: WidgetRegistry
  runQuery: RunQuery
  perform: Perform
  user?: Record<string, unknown>
  /** The page's id and the parameters that it was opened with. */
  pageId?: string
  parameters?: Readonly<Record<string, unknown>>
  context?: () => EvaluationContext
  /** How long a query waits for further changes of its parameters. Default 150 ms. */
  queryDelay?: number
}

/** A page at work: values, queries and events, evaluated only as far as something changed. */
export interface PageRuntime {
  getPage(): PageDocument
  /** Follows the document; widgets that did not change keep their values and their snapshots. */
  setPage(page: PageDocument): void
  /** The widget as its component sees it; the same reference until something of it changes. */
  getWidget(widgetId: string): WidgetSnapshot
  subscribeWidget(widgetId: string, listener: () => void): () => void
  getQuery(queryId: string): QueryResult
  /** Any change of any value, for the state inspector. */
  subscribe(listener: () => void): () => void
  /** All names with their values at present, as expressions see them. */
  getNames(): Readonly<Names>
  getGraph(): Graph
  /** Sets an exposed name; undefined gives it back what it had at first. */
  expose(widgetId: string, name: string, value: unknown): void
  setState(name: string, value: unknown): void
  emit(widgetId: string, event: string, payload?: Record<string, unknown>): Promise<void>
  requestRows(widgetId: string, property: string, window: RowWindow): void
  runQuery(queryId: string): Promise<void>
  /** Runs the named queries again, or all automatic ones. */
  refresh(queryIds?: readonly string[]): Promise<void>
  /** Reads the automatic queries on these tables again, or all, without a sign of it until rows have changed. */
  followTables(tableIds?: ReadonlySet<string>): void
  stop(): void
}

/** Starts a page. Nothing is asked of the server before the present turn ends. */
export function createPageRuntime(options: RuntimeOptions): PageRuntime {
  const { registry, queryDelay = 150 } = options
  const readContext = options.context ?? (() => ({ now: new Date() }))
  let compiled: CompiledPage = compilePage(options.page, registry)
  let graph = buildGraph(compiled)
  const names: Names = {}
  const outcomes = new Map<string, Outcome>()
  const exposedByHand = new Map<string, unknown>()
  const stateByHand = new Map<string, unknown>()
  const lanes = new Map<string, QueryLane>()
  const windows = new Map<
    string,
    { widgetId: string; property: string; queryId: string; window: RowWindow }
  >()
  const snapshots = new Map<string, WidgetSnapshot>()
  const widgetListeners = new Map<string, Set<() => void>>()
  const listeners = new Set<() => void>()
  /** A query that starts to load within an evaluation adds to it: all that needs the query stands later in the order. */
  let running: { dirty: Set<string>; touchedWidgets: Set<string> } | null = null
  let isStopped = false
  /** What is set in the turn of the start is part of it: no query waits for more, and none is asked twice. */
  let isStarting = true

  start()

  function start(): void {
    names.user = fromWire(options.user ?? {}, 'dynamic')
    names.page = fromWire(
      { id: options.pageId ?? '', title: compiled.page.title, parameters: options.parameters ?? {} },
      'dynamic',
    )
    names.state = {}
    resetNames()
    evaluateNodes(new Set(graph.nodes.keys()))
    queueMicrotask(() => {
      isStarting = false
    })
  }

  function resetNames(): void {
    const kept = new Set(['user', 'page', 'state'])
    for (const node of [...Object.values(compiled.page.widgets), ...Object.values(compiled.page.queries)]) {
      kept.add(node.name)
      if (!Object.hasOwn(names, node.name)) names[node.name] = {}
    }
    for (const name of Object.keys(names)) if (!kept.has(name)) delete names[name]
  }

  /** Evaluates these nodes in order, and after each that changed, those that depend on it. */
  function evaluateNodes(dirty: Set<string>, touchedWidgets = new Set<string>()): void {
    if (running) {
      for (const key of dirty) running.dirty.add(key)
      for (const widgetId of touchedWidgets) running.touchedWidgets.add(widgetId)
      return
    }
    running = { dirty, touchedWidgets }
    const context = readContext()
    for (const key of graph.order) {
      if (!dirty.has(key)) continue
      const node = graph.nodes.get(key)!
      const isChanged = evaluateNode(node, context)
      if (!isChanged) continue
      if ('widgetId' in node) touchedWidgets.add(node.widgetId)
      for (const next of graph.dependents.get(key) ?? []) dirty.add(next)
    }
    running = null
    for (const widgetId of touchedWidgets) snapshots.delete(widgetId)
    for (const widgetId of touchedWidgets)
      for (const listener of widgetListeners.get(widgetId) ?? []) listener()
    if (touchedWidgets.size > 0 || dirty.size > 0) for (const listener of listeners) listener()
  }

  /** True when what depends on the node has to be evaluated too. */
  function evaluateNode(node: GraphNode, context: EvaluationContext): boolean {
    switch (node.kind) {
      case 'state':
        return evaluateState(node.name)
      case 'query':
        return evaluateQuery(node.queryId, context)
      case 'exposed':
        return evaluateExposed(node.widgetId, node.name, node.key)
      default:
        return evaluateBinding(node, context)
    }
  }

  function evaluateState(name: string): boolean {
    const { type, initial } = compiled.page.state[name]!
    const wire = stateByHand.has(name) ? stateByHand.get(name) : initial
    if (!keepOutcome(stateKey(name), { value: wire })) return false
    ;(names.state as Names)[name] = fromWire(wire, expressionTypeOf(type))
    return true
  }

  function evaluateExposed(widgetId: string, name: string, key: string): boolean {
    const widget = compiled.widgets[widgetId]!
    const declared = widget.definition!.exposes.find((exposed) => exposed.name === name)!
    const wire = exposedByHand.has(key)
      ? exposedByHand.get(key)
      : declared.initialFrom
        ? asDeclared(readProperty(widgetId, declared.initialFrom), declared.type)
        : declared.initial
    if (!keepOutcome(key, { value: wire ?? null })) return false
    const row = declared.columnsOf ? rowOf(widgetId, declared.columnsOf) : anyRecord
    ;(names[widget.node.name] as Names)[name] = fromWire(wire ?? null, expressionTypeOf(declared.type, row))
    return true
  }

  function evaluateBinding(
    node: GraphNode & { widgetId: string; name: string },
    context: EvaluationContext,
  ): boolean {
    const widget = compiled.widgets[node.widgetId]!
    const value = node.kind === 'visible' ? widget.visible! : widget.properties[node.name]!
    const isQuery = widget.definition?.properties.some(
      ({ name, type }) => name === node.name && type === 'query',
    )
    const isKept = keepOutcome(node.key, evaluateValue(value, names, context))
    return isKept || isQuery === true
  }

  function keepOutcome(key: string, outcome: Outcome): boolean {
    const before = outcomes.get(key)
    if (before && isSameJson(before, outcome)) return false
    outcomes.set(key, outcome)
    return true
  }

  function evaluateQuery(queryId: string, context: EvaluationContext): boolean {
    const query = compiled.queries[queryId]!
    const parameters = evaluateParameters(query, names, context)
    const isFirst = !outcomes.has(queryKey(queryId))
    const isChanged = keepOutcome(queryKey(queryId), { value: parameters })
    if (isFirst) names[query.node.name] = queryNames(idleResult)
    if (isChanged && query.node.runs === 'automatic')
      askLanes(queryId, { delay: isFirst || isStarting ? 0 : queryDelay })
    return isFirst
  }

  function askLanes(queryId: string, how: AskOptions): Promise<void> {
    const parameters = (outcomes.get(queryKey(queryId))?.value ?? {}) as Record<string, string>
    const asked: Promise<void>[] = []
    if (needsCommonLane(queryId)) asked.push(laneOf(queryId, queryId).ask(parameters, undefined, how))
    for (const [key, entry] of windows)
      if (entry.queryId === queryId) asked.push(laneOf(key, queryId).ask(parameters, entry.window, how))
    return Promise.all(asked).then(() => undefined)
  }

  /** A query is read as a whole only when somebody uses that: an expression, or a widget that asks for no pages. */
  function needsCommonLane(queryId: string): boolean {
    const dependents = graph.dependents.get(queryKey(queryId)) ?? []
    const isManual = compiled.queries[queryId]?.node.runs === 'manual'
    const asksForPages = (key: string) => {
      const node = graph.nodes.get(key)!
      if (node.kind !== 'property') return false
      const property = compiled.widgets[node.widgetId]!.definition?.properties.find(
        ({ name }) => name === node.name,
      )
      return property?.type === 'query' && property.windowed === true
    }
    return dependents.length === 0 ? isManual : dependents.some((key) => !asksForPages(key))
  }

  /** Whether a lane of the query shows one of the tables, or is still to learn which one it shows. */
  function isOnTables(queryId: string, tableIds: ReadonlySet<string>): boolean {
    for (const [key, lane] of lanes) {
      const { tableId, status } = lane.getResult()
      const isOn = tableId === undefined ? status === 'loading' : tableIds.has(tableId)
      if (isOn && (windows.get(key)?.queryId ?? key) === queryId) return true
    }
    return false
  }

  function laneOf(laneKey: string, queryId: string): QueryLane {
    const known = lanes.get(laneKey)
    if (known) return known
    const lane = createQueryLane(queryId, options.runQuery, () => onAnswer(laneKey, queryId))
    lanes.set(laneKey, lane)
    return lane
  }

  function onAnswer(laneKey: string, queryId: string): void {
    const query = compiled.queries[queryId]
    if (isStopped || !query) return
    const touched = new Set<string>()
    const entry = windows.get(laneKey)
    if (entry) touched.add(entry.widgetId)
    if (!entry) {
      names[query.node.name] = queryNames(lanes.get(laneKey)!.getResult())
      for (const key of graph.dependents.get(queryKey(queryId)) ?? []) {
        const node = graph.nodes.get(key)!
        if (node.kind === 'property') touched.add(node.widgetId)
      }
    }
    evaluateNodes(new Set(entry ? [] : graph.dependents.get(queryKey(queryId))), touched)
  }

  function resultFor(widgetId: string, property: string, queryId: string): QueryResult {
    const lane = lanes.get(laneKeyOf(widgetId, property)) ?? lanes.get(queryId)
    return lane?.getResult() ?? idleResult
  }

  /** The columns that the rows of a bound query have, as the last answer told them. */
  function rowOf(widgetId: string, property: string): ObjectType {
    const queryId = readProperty(widgetId, property)
    return typeof queryId === 'string' ? queryRowType(resultFor(widgetId, property, queryId)) : anyRecord
  }

  function readProperty(widgetId: string, name: string): unknown {
    const outcome = outcomes.get(propertyKey(widgetId, name))
    if (outcome && 'value' in outcome) return outcome.value
    const widget = compiled.widgets[widgetId]!
    const constant = widget.properties[name]?.constant
    return constant ?? widget.definition?.properties.find((property) => property.name === name)?.default
  }

  function getWidget(widgetId: string): WidgetSnapshot {
    const known = snapshots.get(widgetId)
    if (known) return known
    const snapshot = makeSnapshot(compiled.widgets[widgetId], {
      outcomeOf: (key) => outcomes.get(key),
      resultOf: (property, queryId) =>
        Object.hasOwn(compiled.queries, queryId) ? resultFor(widgetId, property, queryId) : idleResult,
    })
    snapshots.set(widgetId, snapshot)
    return snapshot
  }

  function setPage(page: PageDocument): void {
    if (page === compiled.page) return
    const before = compiled
    const graphBefore = graph
    compiled = compilePage(page, registry, before)
    if (!hasSameGraph(before, compiled)) graph = buildGraph(compiled)
    const touched = new Set<string>()
    for (const id of Object.keys({ ...before.widgets, ...compiled.widgets }))
      if (before.widgets[id] !== compiled.widgets[id]) touched.add(id)
    const isSameScope = before.scope === compiled.scope
    if (!isSameScope) carryNames(before)
    const dirty = new Set<string>()
    for (const [key, node] of graph.nodes) if (isAffected(node, key)) dirty.add(key)
    for (const key of graphBefore.nodes.keys()) if (!graph.nodes.has(key)) forget(key)
    evaluateNodes(dirty, touched)
    if (dirty.size === 0 && touched.size === 0) for (const listener of listeners) listener()

    function isAffected(node: GraphNode, key: string): boolean {
      if (!graphBefore.nodes.has(key) || !isSameScope) return true
      if (node.kind === 'state') return before.page.state[node.name] !== page.state[node.name]
      if (node.kind === 'query') return before.queries[node.queryId] !== compiled.queries[node.queryId]
      return touched.has(node.widgetId)
    }
  }

  /** After a renaming or a change of types, the old names go and every value is written under the present ones. */
  function carryNames(before: CompiledPage): void {
    for (const query of Object.values(compiled.page.queries)) {
      const old = before.page.queries[query.id]
      if (old && old.name !== query.name) names[query.name] = names[old.name]
    }
    resetNames()
    for (const key of [...outcomes.keys()])
      if (key.startsWith('exposed ') || key.startsWith('state ')) outcomes.delete(key)
  }

  function forget(key: string): void {
    outcomes.delete(key)
    exposedByHand.delete(key)
    const [kind, id] = key.split(' ')
    if (kind !== 'query') return
    for (const [laneKey, lane] of lanes)
      if (laneKey === id || windows.get(laneKey)?.queryId === id) {
        lane.stop()
        lanes.delete(laneKey)
        windows.delete(laneKey)
      }
  }

  function listAutomatic(): string[] {
    const queries = Object.values(compiled.page.queries)
    return queries.filter(({ runs }) => runs === 'automatic').map(({ id }) => id)
  }

  function setState(name: string, value: unknown): void {
    if (!Object.hasOwn(compiled.page.state, name)) return
    stateByHand.set(name, value)
    evaluateNodes(new Set([stateKey(name)]))
  }

  function expose(widgetId: string, name: string, value: unknown): void {
    const dirty = new Set<string>()
    for (const { name: other, firstOf } of compiled.widgets[widgetId]?.definition?.exposes ?? []) {
      if (other !== name && firstOf !== name) continue
      const key = exposedKey(widgetId, other)
      dirty.add(key)
      if (value === undefined) exposedByHand.delete(key)
      else exposedByHand.set(key, other === name ? value : ((value as unknown[])[0] ?? null))
    }
    if (dirty.size > 0) evaluateNodes(dirty)
  }

  function requestRows(widgetId: string, property: string, window: RowWindow): void {
    const queryId = readProperty(widgetId, property)
    if (typeof queryId !== 'string' || !Object.hasOwn(compiled.queries, queryId)) return
    const key = laneKeyOf(widgetId, property)
    if (windows.get(key)?.queryId !== queryId) {
      lanes.get(key)?.stop()
      lanes.delete(key)
    }
    windows.set(key, { widgetId, property, queryId, window })
    const parameters = (outcomes.get(queryKey(queryId))?.value ?? {}) as Record<string, string>
    if (compiled.queries[queryId]!.node.runs === 'automatic' || lanes.has(key))
      void laneOf(key, queryId).ask(parameters, window)
  }

  const runtime: PageRuntime = {
    getPage: () => compiled.page,
    setPage,
    getWidget,
    subscribeWidget(widgetId, listener) {
      const set = widgetListeners.get(widgetId) ?? new Set()
      widgetListeners.set(widgetId, set.add(listener))
      return () => set.delete(listener)
    },
    getQuery: (queryId) => lanes.get(queryId)?.getResult() ?? idleResult,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    getNames: () => names,
    getGraph: () => graph,
    expose,
    setState,
    emit: (widgetId, event, payload = {}) =>
      runActions(
        { compiled, names, context: readContext(), runtime, perform: options.perform },
        compiled.widgets[widgetId],
        event,
        payload,
        (property) => rowOf(widgetId, property),
      ),
    requestRows,
    runQuery: (queryId) =>
      compiled.queries[queryId] ? askLanes(queryId, { force: true }) : Promise.resolve(),
    async refresh(queryIds = listAutomatic()) {
      const wanted = queryIds.filter((id) => compiled.queries[id])
      await Promise.all(wanted.map((id) => askLanes(id, { force: true })))
    },
    followTables(tableIds) {
      for (const id of listAutomatic())
        if (!tableIds || isOnTables(id, tableIds)) void askLanes(id, { force: true, quiet: true })
    },
    stop() {
      isStopped = true
      for (const lane of lanes.values()) lane.stop()
      listeners.clear()
      widgetListeners.clear()
    },
  }
  return runtime
}

function laneKeyOf(widgetId: string, property: string): string {
  return `${widgetId} ${property}`
}

/** A list that begins with what an author gave as one value has that value, or nothing. */
function asDeclared(value: unknown, type: WidgetValueType): unknown {
  if (type !== 'list' || Array.isArray(value)) return value
  return value === null || value === undefined || value === '' ? [] : [value]
}
