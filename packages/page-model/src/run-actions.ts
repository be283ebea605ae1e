import { AppError } from '@flexoffice/base'
import type { PageAction, PropertyValue } from '@flexoffice/contract/page-document'
import {
  type EvaluationContext,
  type ExpressionValue,
  fromWire,
  type ObjectType,
} from '@flexoffice/expression'
import { type CompiledPage, type CompiledWidget, compileSource, compileValue } from './compile-page.ts'
import { evaluateValue, type Names } from './evaluate-value.ts'
import { buildEventScope } from './page-scope.ts'

/** An action with all its values, as the surroundings of the page have to carry it out. */
export type PerformedAction =
  | {
      kind: 'changeRecord'
      operation: 'create' | 'update' | 'delete'
      tableId: string
      key: Record<string, unknown>
      values: Record<string, unknown>
      seen?: Record<string, unknown>
      confirm?: string
    }
  | { kind: 'openPage'; pageId: string; parameters: Record<string, unknown> }
  | { kind: 'showMessage'; level: 'success' | 'information' | 'warning' | 'danger'; message: string }

/** Carries out what leaves the page. `false` (the person declined) or an error ends the event's list. */
export type Perform = (action: PerformedAction) => Promise<boolean | undefined> | boolean | undefined

interface Surroundings {
  compiled: CompiledPage
  names: Names
  context: EvaluationContext
  perform: Perform
  runtime: {
    setState(name: string, value: unknown): void
    runQuery(queryId: string): Promise<void>
    refresh(queryIds?: readonly string[]): Promise<void>
  }
}

/** Runs the actions of an event one after the other, each with the values that the one before left. */
export async function runActions(
  around: Surroundings,
  widget: CompiledWidget | undefined,
  event: string,
  payload: Record<string, unknown>,
  rowOf: (property: string) => ObjectType,
): Promise<void> {
  const actions = widget && Object.hasOwn(widget.node.events, event) ? widget.node.events[event]! : []
  const scope = buildEventScope(around.compiled.scope, widget?.definition, event, rowOf)
  const values = fromWire(payload, scope.fields.event!.type)
  const read = (value: PropertyValue) => calculate(around, compileValue(value, scope), values)
  const readSource = (source: string) => calculate(around, compileSource(source, scope), values)
  for (const action of actions) {
    if (action.when?.trim() && readSource(action.when) !== true) continue
    if ((await runAction(around, action, read, readSource)) === false) return
  }
}

async function runAction(
  around: Surroundings,
  action: PageAction,
  read: (value: PropertyValue) => unknown,
  readSource: (source: string) => unknown,
): Promise<boolean | undefined> {
  const { perform, runtime } = around
  const readAll = (values: Record<string, PropertyValue>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, read(value)]))
  switch (action.kind) {
    case 'runQuery':
      await runtime.runQuery(action.queryId)
      return
    case 'refresh':
      await runtime.refresh(action.queryIds)
      return
    case 'setState':
      runtime.setState(action.name, read(action.value))
      return
    case 'openPage':
      return perform({ kind: 'openPage', pageId: action.pageId, parameters: readAll(action.parameters) })
    case 'showMessage':
      return perform({
        kind: 'showMessage',
        level: action.level,
        message: String(read(action.message) ?? ''),
      })
    case 'changeRecord': {
      const { kind, operation, tableId } = action
      const seen = action.seen?.trim() ? (readSource(action.seen) as Record<string, unknown> | null) : null
      const confirm = action.confirm ? String(read(action.confirm) ?? '') : ''
      return perform({
        kind,
        operation,
        tableId,
        key: readAll(action.key),
        values: readAll(action.values),
        ...(seen ? { seen } : {}),
        ...(confirm ? { confirm } : {}),
      })
    }
  }
}

function calculate(
  { names, context }: Surroundings,
  compiled: Parameters<typeof evaluateValue>[0],
  event: ExpressionValue,
): unknown {
  const outcome = evaluateValue(compiled, { ...names, event }, context)
  if (!outcome.error) return outcome.value
  throw new AppError('invalid_formula', {
    public: `An action of this page cannot be calculated: ${outcome.error.message}`,
    reason: outcome.error.code,
  })
}
