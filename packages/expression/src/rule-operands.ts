import { isNumeric } from './compare.ts'
import { printDecimal } from './decimal.ts'
import { type MomentKind, parseMoment, printMoment, splitMicroseconds } from './moment.ts'
import { makeProblem, nameParams, type Problem, type SourceRange, suggestNames } from './problem.ts'
import type { AttributeOperand, ColumnOperand, LiteralOperand, Operand } from './rule.ts'
import {
  isNumberLiteral,
  type PathSegment,
  rangeOf,
  readNumber,
  readPath,
  type SyntaxNode,
} from './syntax.ts'
import type { ValueType } from './types.ts'

/** A column as a rule may name it. */
export interface RuleColumn {
  id: string
  name: string
  type: ValueType
}

/** A relation of the row's table: the name that a rule writes, and the columns of the table that it leads to. */
export interface RuleRelation {
  id: string
  name: string
  columns: RuleColumn[]
}

/** What a rule may speak of: the row with its relations, and the attributes of the person (`user.NAME`). */
export interface RuleContext {
  row: { columns: RuleColumn[]; relations?: RuleRelation[] }
  attributes: { name: string; type: ValueType; list: boolean }[]
}

/** The work of reading one rule. */
export interface RuleReading {
  source: string
  context: RuleContext
  problems: Problem[]
}

const momentKinds: Record<string, MomentKind> = {
  date: 'date',
  time: 'time',
  datetime: 'datetime',
  timestamp: 'timestamp',
}

const momentExamples: Record<MomentKind, string> = {
  date: 'date("2026-01-31")',
  time: 'time("14:30:00")',
  datetime: 'datetime("2026-01-31T14:30:00")',
  timestamp: 'timestamp("2026-01-31T14:30:00Z")',
}

/** Adds a problem and gives null, so that a reader can end with it. */
export function refuse(
  reading: RuleReading,
  code: string,
  range: SourceRange,
  message: string,
  params: Record<string, string | number> = {},
): null {
  reading.problems.push(makeProblem(code, range, message, params))
  return null
}

/** Reads a column, an attribute or a constant; null (with a problem) for everything else. */
export function readOperand(reading: RuleReading, node: SyntaxNode): Operand | null {
  if (node.op === 'value') return readLiteral(reading, node)
  if (node.op === '-_' && isNumberLiteral(node.args)) return numberLiteral(reading, node.args, node, true)
  if (node.op === 'call') return readMoment(reading, node)
  const path = readPath(node)
  if (path) return readPathOperand(reading, path, node)
  return refuse(
    reading,
    'rule_operand',
    rangeOf(node),
    'A rule compares columns, attributes and constants only. Use a column (row.name), an attribute (user.name) or a constant.',
  )
}

/** Gives a constant the type that the other side needs, where that loses nothing. */
export function adaptLiteral(
  reading: RuleReading,
  operand: Operand,
  other: ValueType,
  range: SourceRange,
): Operand | null {
  if (operand.kind !== 'literal' || operand.value === null || operand.type === other) return operand
  if (other === 'decimal' && operand.type === 'integer') return { ...operand, type: 'decimal' }
  if (other === 'float' && isNumeric(operand.type)) {
    return { kind: 'literal', type: 'float', value: String(Number(operand.value)) }
  }
  if (other !== 'uuid' || operand.type !== 'text') return operand
  const uuid = operand.value.toLowerCase()
  if (/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(uuid))
    return { kind: 'literal', type: 'uuid', value: uuid }
  return refuse(
    reading,
    'invalid_uuid',
    range,
    'This is not an identifier of the form "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx".',
  )
}

/** What a person calls the type. */
export function describeValueType(type: ValueType): string {
  return typeNames[type]
}

const typeNames: Record<ValueType, string> = {
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
  other: 'a type that cannot be compared',
}

/** The remedy when a type does not fit: how a constant of the wanted type is written. */
export function exampleOf(type: ValueType): string {
  if (type in momentExamples) return `Write ${momentExamples[type as MomentKind]}.`
  if (type === 'text') return 'Write text in quotation marks: "BR".'
  if (type === 'boolean') return 'Write true or false.'
  if (type === 'uuid') return 'Write the identifier in quotation marks.'
  return isNumeric(type)
    ? 'Write a number without quotation marks: 12.5.'
    : 'Such a column can only be tested with == null.'
}

function readLiteral(reading: RuleReading, node: SyntaxNode): LiteralOperand | null {
  const value = node.args
  if (value === null) return { kind: 'literal', type: 'text', value: null }
  if (typeof value === 'boolean') return { kind: 'literal', type: 'boolean', value: value ? 'true' : 'false' }
  if (typeof value === 'string') {
    if (value.isWellFormed() && !value.includes('\0')) return { kind: 'literal', type: 'text', value }
    return refuse(
      reading,
      'invalid_text',
      rangeOf(node),
      'This text has a character that no database can hold. Remove it.',
    )
  }
  if (isNumberLiteral(node)) return numberLiteral(reading, node, node, false)
  return refuse(
    reading,
    'rule_operand',
    rangeOf(node),
    'A rule has no binary constants. Compare with text or a number.',
  )
}

function numberLiteral(
  reading: RuleReading,
  node: SyntaxNode,
  whole: SyntaxNode,
  negative: boolean,
): LiteralOperand | null {
  const number = readNumber(node, reading.source, negative)
  if (number === null) {
    return refuse(
      reading,
      'number_too_long',
      rangeOf(whole),
      'This number has too many digits. Write a shorter one.',
    )
  }
  if (typeof number === 'bigint') return { kind: 'literal', type: 'integer', value: number.toString() }
  return { kind: 'literal', type: 'decimal', value: printDecimal(number) }
}

function readMoment(reading: RuleReading, node: SyntaxNode & { op: 'call' }): LiteralOperand | null {
  const [name, parameters] = node.args
  const kind = Object.hasOwn(momentKinds, name) ? momentKinds[name] : undefined
  if (kind === undefined) {
    const message = `${name}() is not available in a rule. A rule may use date(), time(), datetime() and timestamp() with a constant text, and startsWith().`
    return refuse(reading, 'rule_function', rangeOf(node), message, { name })
  }
  const text = parameters[0]
  const constant =
    parameters.length === 1 && text?.op === 'value' && typeof text.args === 'string' ? text.args : null
  const moment = constant === null ? null : parseMoment(kind, constant)
  if (!moment || !isWithinCalendar(moment.kind, moment.microseconds)) {
    const message = `${name}() needs one constant text from the years 1 to 9999, for example ${momentExamples[kind]}.`
    return refuse(reading, `invalid_${kind}`, rangeOf(text ?? node), message, { name })
  }
  return { kind: 'literal', type: kind, value: printMoment(moment) }
}

function isWithinCalendar(kind: MomentKind, microseconds: bigint): boolean {
  if (kind === 'time') return true
  if (microseconds >= 2n ** 62n || microseconds <= -(2n ** 62n)) return false
  const { year } = splitMicroseconds(microseconds)
  return year >= 1 && year <= 9999
}

function readPathOperand(reading: RuleReading, path: PathSegment[], node: SyntaxNode): Operand | null {
  const root = path[0]!
  if (root.name === 'row' && path.length >= 2) return readColumn(reading, path)
  if (root.name === 'user' && path.length >= 2) return readAttribute(reading, path)
  if (root.name === 'row' || root.name === 'user') {
    const example = root.name === 'row' ? 'a column: row.name' : 'an attribute: user.name'
    return refuse(reading, 'rule_operand', rangeOf(node), `Name ${example}.`, { name: root.name })
  }
  const message = `"${root.name}" is not known in a rule. A rule speaks of row (the columns) and user (the attributes of the person).`
  return refuse(reading, 'unknown_name', root, message, { name: root.name })
}

function readColumn(reading: RuleReading, path: PathSegment[]): ColumnOperand | null {
  const { columns, relations = [] } = reading.context.row
  const first = path[1]!
  const relation = relations.find((candidate) => candidate.name === first.name)
  if (path.length === 2) {
    const column = columns.find((candidate) => candidate.name === first.name)
    if (column) return { kind: 'column', columnId: column.id, type: column.type }
    if (relation) {
      const message = `"${first.name}" leads to another table. Name one of its columns: row.${first.name}.${relation.columns[0]?.name ?? 'name'}.`
      return refuse(reading, 'relation_without_column', first, message, { name: first.name })
    }
    const names = [...columns, ...relations].map((candidate) => candidate.name)
    return refuse(
      reading,
      'unknown_column',
      first,
      `There is no column "${first.name}". ${suggestNames(first.name, names)}`,
      nameParams(first.name, names),
    )
  }
  if (!relation) return refuseStep(reading, first)
  if (path.length > 3) {
    const range = { from: path[3]!.from, to: path.at(-1)!.to }
    return refuse(
      reading,
      'too_many_steps',
      range,
      'A rule may follow one relation, not two. Use a column of the related table itself.',
    )
  }
  const step = path[2]!
  const column = relation.columns.find((candidate) => candidate.name === step.name)
  if (column) return { kind: 'column', columnId: column.id, relationId: relation.id, type: column.type }
  const names = relation.columns.map((candidate) => candidate.name)
  return refuse(
    reading,
    'unknown_column',
    step,
    `"${first.name}" has no column "${step.name}". ${suggestNames(step.name, names)}`,
    { ...nameParams(step.name, names), relation: first.name },
  )
}

function refuseStep(reading: RuleReading, segment: PathSegment): null {
  const { columns, relations = [] } = reading.context.row
  const isColumn = columns.some((candidate) => candidate.name === segment.name)
  const start = isColumn
    ? `"${segment.name}" is a plain column and leads nowhere.`
    : `There is no relation "${segment.name}".`
  const names = relations.map((candidate) => candidate.name)
  const message = `${start} ${suggestNames(segment.name, names)}`
  return refuse(reading, 'unknown_relation', segment, message, nameParams(segment.name, names))
}

function readAttribute(reading: RuleReading, path: PathSegment[]): AttributeOperand | null {
  const segment = path[1]!
  const attribute = reading.context.attributes.find((candidate) => candidate.name === segment.name)
  if (!attribute) {
    const names = reading.context.attributes.map((candidate) => candidate.name)
    const message = `There is no user attribute "${segment.name}". ${suggestNames(segment.name, names)}`
    return refuse(reading, 'unknown_attribute', segment, message, nameParams(segment.name, names))
  }
  if (path.length > 2) {
    const range = { from: path[2]!.from, to: path.at(-1)!.to }
    return refuse(
      reading,
      'unknown_attribute',
      range,
      `user.${segment.name} is a single value and has no fields. Remove what follows it.`,
    )
  }
  return { kind: 'attribute', name: attribute.name, type: attribute.type, list: attribute.list }
}
