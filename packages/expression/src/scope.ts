import type { ValueType } from './types.ts'

/** The type of an expression: a plain value, a list, an object with known fields, `null`, or `dynamic` (known only when it runs). */
export type ExpressionType = ValueType | 'null' | 'dynamic' | ListType | ObjectType

export interface ListType {
  list: ExpressionType
}

/** Known fields by name; an `open` object may have others, whose type is `dynamic`. */
export interface ObjectType {
  fields: Record<string, ScopeField>
  open?: boolean
}

/** One name that an expression may use, with what completion shows of it. */
export interface ScopeField {
  type: ExpressionType
  label?: string
  description?: string
  examples?: string[]
}

/** The names that exist where an expression stands: `row`, `user`, widgets, `queries`, `state`, `page`. */
export interface Scope {
  fields: Record<string, ScopeField>
}

const reserved = new Set(
  'as break const continue else false for function if import in let loop null package namespace return true var void while'.split(
    ' ',
  ),
)

/** True for a name that can be written after a dot without brackets. */
export function isSimpleName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(name)
}

/** The field of that name; never one inherited from JavaScript's own objects. */
export function findField(fields: Record<string, ScopeField>, name: string): ScopeField | null {
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null
}

export function isListType(type: ExpressionType): type is ListType {
  return typeof type === 'object' && 'list' in type
}

export function isObjectType(type: ExpressionType): type is ObjectType {
  return typeof type === 'object' && 'fields' in type
}

/** The type in which two results meet (branches of a condition, elements of a list); `dynamic` when they do not. */
export function joinTypes(left: ExpressionType, right: ExpressionType): ExpressionType {
  if (left === right || right === 'null') return left
  if (left === 'null') return right
  if (typeof left === 'string' && typeof right === 'string') return joinNumbers(left, right)
  if (typeof left === 'string' || typeof right === 'string') return 'dynamic'
  if (isListType(left) && isListType(right)) return { list: joinTypes(left.list, right.list) }
  return JSON.stringify(left) === JSON.stringify(right) ? left : 'dynamic'
}

/** Whether a value of one type may stand where another is expected; what is only known at run time may stand anywhere. */
export function isAssignable(from: ExpressionType, to: ExpressionType): boolean {
  if (from === to || from === 'dynamic' || to === 'dynamic' || from === 'null') return true
  if (typeof from === 'string' || typeof to === 'string') {
    if (to === 'decimal') return from === 'integer'
    if (to === 'float') return from === 'integer' || from === 'decimal'
    return (from === 'uuid' && to === 'text') || (typeof from === 'object' && to === 'json')
  }
  if (isListType(to)) return isListType(from) && isAssignable(from.list, to.list)
  return (
    isObjectType(from) && Object.entries(to.fields).every(([name, field]) => fits(from, name, field.type))
  )
}

/** What a person calls the type. */
export function describeType(type: ExpressionType): string {
  if (typeof type === 'string') return names[type]
  return isListType(type) ? 'a list' : 'an object'
}

/** A short technical name for the type, as completion shows it. */
export function printType(type: ExpressionType): string {
  if (typeof type === 'string') return type
  return isListType(type) ? `list of ${printType(type.list)}` : 'object'
}

const names: Record<ValueType | 'null' | 'dynamic', string> = {
  text: 'text',
  integer: 'a whole number',
  decimal: 'a decimal number',
  float: 'a floating-point number',
  boolean: 'true or false',
  date: 'a date',
  time: 'a time',
  datetime: 'a date and time without zone',
  timestamp: 'an instant (date and time with zone)',
  uuid: 'an identifier (UUID)',
  json: 'JSON',
  binary: 'binary data',
  other: 'a value of a special type',
  null: 'null',
  dynamic: 'a value whose type is known only when it runs',
}

function joinNumbers(
  left: ValueType | 'null' | 'dynamic',
  right: ValueType | 'null' | 'dynamic',
): ExpressionType {
  const ranks = ['integer', 'decimal', 'float']
  const [a, b] = [ranks.indexOf(left), ranks.indexOf(right)]
  return a >= 0 && b >= 0 ? (a > b ? left : right) : 'dynamic'
}

function fits(from: ObjectType, name: string, to: ExpressionType): boolean {
  const field = findField(from.fields, name)
  return field ? isAssignable(field.type, to) : from.open === true
}
