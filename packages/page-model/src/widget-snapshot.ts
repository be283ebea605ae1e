import type { QueryResult } from '@flexoffice/sdk/widget'
import type { CompiledWidget } from './compile-page.ts'
import type { Outcome } from './evaluate-value.ts'
import { exposedKey, propertyKey, visibleKey } from './graph.ts'
import { idleResult } from './query-lanes.ts'

/** A widget as its component sees it. */
export interface WidgetSnapshot {
  /** False while its visibility gives false; an expression that fails hides nothing. */
  visible: boolean
  properties: Readonly<Record<string, unknown>>
  queries: Readonly<Record<string, QueryResult>>
  errors: Readonly<Record<string, { code: string; message: string }>>
  exposed: Readonly<Record<string, unknown>>
}

/** Collects the present values of a widget; what cannot be calculated has its default and an entry in `errors`. */
export function makeSnapshot(
  widget: CompiledWidget | undefined,
  source: {
    outcomeOf(key: string): Outcome | undefined
    resultOf(property: string, queryId: string): QueryResult
  },
): WidgetSnapshot {
  if (!widget) return { visible: false, properties: {}, queries: {}, errors: {}, exposed: {} }
  const { node, definition } = widget
  const properties: Record<string, unknown> = {}
  const queries: Record<string, QueryResult> = {}
  const errors: Record<string, { code: string; message: string }> = {}
  for (const property of definition?.properties ?? [])
    if (property.default !== undefined) properties[property.name] = property.default
  for (const [name, compiled] of Object.entries(widget.properties)) {
    const outcome = source.outcomeOf(propertyKey(node.id, name)) ?? fromCompiled(compiled)
    if (outcome.value !== undefined) properties[name] = outcome.value
    if (outcome.error) errors[name] = outcome.error
  }
  for (const property of definition?.properties ?? []) {
    if (property.type !== 'query') continue
    const queryId = properties[property.name]
    queries[property.name] =
      typeof queryId === 'string' ? source.resultOf(property.name, queryId) : idleResult
  }
  const visible = widget.visible ? source.outcomeOf(visibleKey(node.id)) : undefined
  if (visible?.error) errors.visible = visible.error
  const exposed = Object.fromEntries(
    (definition?.exposes ?? []).map(({ name }) => [
      name,
      source.outcomeOf(exposedKey(node.id, name))?.value ?? null,
    ]),
  )
  return { visible: visible?.value !== false, properties, queries, errors, exposed }
}

const inCycle = {
  code: 'binding_cycle',
  message: 'This depends on itself. Open the list of problems to see the whole circle.',
}

/** What is no constant and was never evaluated lies on a cycle or behind one. */
function fromCompiled(compiled: CompiledWidget['properties'][string]): Outcome {
  if (compiled.program || compiled.template || compiled.rules) return { error: inCycle }
  const [problem] = compiled.problems
  return problem ? { error: { code: problem.code, message: problem.message } } : { value: compiled.constant }
}
