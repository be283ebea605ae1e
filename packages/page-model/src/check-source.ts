import {
  compileExpression,
  describeType,
  type ExpressionType,
  isListType,
  isObjectType,
  type Scope,
} from '@flexoffice/expression'
import type { WidgetValueType } from '@flexoffice/sdk/widget'
import { type PageProblem, pageError } from './problem.ts'

/** Checks an expression against a scope and the type that is needed where it stands. */
export function checkSource(
  source: string,
  scope: Scope,
  expected: WidgetValueType,
  place: Pick<PageProblem, 'widgetId' | 'queryId' | 'property'>,
): PageProblem[] {
  const { type, problems } = compileExpression(source, scope)
  if (problems.length > 0) return problems.map((problem) => ({ ...problem, ...place }))
  if (fits(type, expected)) return []
  const message = `This gives ${describeType(type)}, but ${expectedWords[expected]} is needed here.`
  const params = { given: describeType(type), expected }
  return [{ ...pageError('wrong_type', place, message, params), from: 0, to: source.length }]
}

const numbers: ReadonlySet<ExpressionType> = new Set<ExpressionType>(['integer', 'decimal', 'float'])
const days: ReadonlySet<ExpressionType> = new Set<ExpressionType>(['date', 'datetime', 'timestamp'])

/** Whatever can be written may stand for a text, so only lists and objects are refused there. */
function fits(type: ExpressionType, expected: WidgetValueType): boolean {
  if (type === 'dynamic' || type === 'null' || expected === 'any') return true
  switch (expected) {
    case 'number':
      return numbers.has(type)
    case 'date':
    case 'timestamp':
      return days.has(type)
    case 'text':
      return typeof type === 'string' && type !== 'json' && type !== 'binary'
    case 'list':
    case 'rows':
      return isListType(type) || type === 'json'
    case 'record':
    case 'row':
      return isObjectType(type) || type === 'json'
    default:
      return type === expected
  }
}

const expectedWords: Record<WidgetValueType, string> = {
  any: 'any value',
  text: 'text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date',
  timestamp: 'an instant',
  list: 'a list',
  record: 'an object',
  row: 'a row',
  rows: 'a list of rows',
}
