import { invalidField } from '@flexoffice/base'
import { commonType, isNumeric } from '@flexoffice/expression'
import type { ValueType } from '@flexoffice/expression/types'
import { castFor } from './casts.ts'
import { type QueryScope, readReference } from './query-scope.ts'
import { compareValues } from './rule-sql.ts'
import { allInBrackets, anyOf, comparable, type SqlValue, wrap } from './sql-context.ts'
import type { Formula, QueryCompareOperator } from './structured-query.ts'

/** The SQL of a computed column: total on every row, over governed values only. */
export function formulaSql(scope: QueryScope, formula: Formula, path: string): SqlValue {
  switch (formula.kind) {
    case 'column':
      return guardColumn(scope, readReference(scope, formula.field, path))
    case 'literal':
      return literal(scope, formula, path)
    case 'arithmetic':
      return arithmetic(scope, formula, path)
    case 'round':
      return value('decimal', `round(${decimal(scope, formula.operand, path)}, ${formula.digits})`)
    case 'concat':
      return concat(scope, formula.parts, path)
    case 'lower':
    case 'upper':
      return value('text', `${formula.kind}(${text(scope, formula.operand, path)})`)
    case 'length':
      return value('integer', `char_length(${text(scope, formula.operand, path)})::int8`)
    case 'coalesce':
      return chooseValue(scope, formula.parts, path, (parts) => `coalesce(${parts.join(', ')})`)
    case 'if': {
      const condition = truth(scope, formula.condition, path)
      return chooseValue(scope, [formula.whenTrue, formula.whenFalse], path, ([yes, no]) => {
        return `case when ${condition} then ${yes} else ${no} end`
      })
    }
    case 'compare':
      return compare(scope, formula, path)
    case 'and':
      return value('boolean', allInBrackets(formula.parts.map((part) => truth(scope, part, path))))
    case 'or':
      return value('boolean', anyOf(formula.parts.map((part) => truth(scope, part, path))))
    case 'not':
      return value('boolean', `not ${truth(scope, formula.operand, path)}`)
    case 'isNull':
      return value('boolean', `${wrap(formulaSql(scope, formula.operand, path).sql)} is null`)
    case 'datePart':
      return datePart(scope, formula, path)
  }
}

/** The name of each comparison in SQL. */
export const compareSql: Record<QueryCompareOperator, string> = {
  eq: '=',
  ne: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
}

/** A value of a type that SQL calculates natively. */
export function value(type: ValueType, sql: string): SqlValue {
  const cast = castFor(type)
  return { sql, type, cast, databaseType: cast, notNull: false, collated: false }
}

/** Every number of a formula has at most a hundred digits on each side; what has more is null. */
function guardColumn(scope: QueryScope, column: SqlValue): SqlValue {
  const { sql, cast } = comparable(scope.context, column)
  if (column.type !== 'decimal' || cast !== 'numeric') return { ...column, sql, cast, notNull: false }
  return value('decimal', scope.context.dialect.decimal(wrap(sql), cast))
}

function literal(scope: QueryScope, formula: Extract<Formula, { kind: 'literal' }>, path: string): SqlValue {
  const cast = castFor(formula.type)
  if (formula.type === 'decimal' && formula.value !== null && formula.value.length > 100) {
    throw invalidField(path, 'Write numbers of a formula with at most 100 digits.')
  }
  const slot = scope.slots.get(formula)!
  const sql = scope.context.parameters.add({ source: { kind: 'literal', slot, path }, cast, list: false })
  return value(formula.type, sql)
}

function arithmetic(
  scope: QueryScope,
  formula: Extract<Formula, { kind: 'arithmetic' }>,
  path: string,
): SqlValue {
  const left = decimal(scope, formula.left, path)
  const right = decimal(scope, formula.right, path)
  const divisor = formula.operator === '/' ? `nullif(${right}, 0)` : right
  return value('decimal', `(${left} ${formula.operator} ${divisor})`)
}

function decimal(scope: QueryScope, formula: Formula, path: string): string {
  return toDecimal(scope, formulaSql(scope, formula, path), path)
}

/** A number as an exact decimal; decimals of a formula are within bounds already. */
function toDecimal(scope: QueryScope, number: SqlValue, path: string): string {
  if (!isNumeric(number.type) || number.cast === null || number.cast === 'text') {
    throw invalidField(path, 'This calculation needs numbers.', 'wrong_type')
  }
  if (number.type === 'decimal') return wrap(number.sql)
  return wrap(scope.context.dialect.decimal(wrap(number.sql), number.cast))
}

function text(scope: QueryScope, formula: Formula, path: string): string {
  const operand = formulaSql(scope, formula, path)
  if (operand.cast !== 'text') throw invalidField(path, 'This function needs text.', 'wrong_type')
  return wrap(operand.sql)
}

function truth(scope: QueryScope, formula: Formula, path: string): string {
  const operand = formulaSql(scope, formula, path)
  if (operand.cast !== 'bool') throw invalidField(path, 'A condition is true or false.', 'wrong_type')
  return wrap(operand.sql)
}

/** Joins texts; null counts as the empty text. */
function concat(scope: QueryScope, parts: Formula[], path: string): SqlValue {
  const texts = parts.map((part) => {
    const operand = formulaSql(scope, part, path)
    return operand.cast === 'text' ? operand.sql : scope.context.dialect.cast(wrap(operand.sql), 'text')
  })
  return value('text', `concat(${texts.join(', ')})`)
}

function chooseValue(
  scope: QueryScope,
  parts: Formula[],
  path: string,
  write: (parts: string[]) => string,
): SqlValue {
  const values = parts.map((part) => formulaSql(scope, part, path))
  const same = values.every((item) => item.type === values[0]!.type)
  const types = values.map((item) => item.type)
  if (same && types[0] !== 'float') return value(types[0]!, write(values.map((item) => item.sql)))
  if (!types.every(isNumeric)) throw invalidField(path, 'All alternatives need one type.', 'wrong_type')
  return value('decimal', write(values.map((item) => toDecimal(scope, item, path))))
}

function compare(scope: QueryScope, formula: Extract<Formula, { kind: 'compare' }>, path: string): SqlValue {
  const left = formulaSql(scope, formula.left, path)
  const right = formulaSql(scope, formula.right, path)
  const operator = compareSql[formula.operator]
  if (commonType(left.type, right.type) === null) {
    throw invalidField(path, 'Only values of one type can be compared.', 'wrong_type')
  }
  if (left.type === right.type) return value('boolean', compareValues(scope.context, operator, left, right))
  const [a, b] = [toDecimal(scope, left, path), toDecimal(scope, right, path)]
  return value('boolean', `${a} ${operator} ${b}`)
}

function datePart(
  scope: QueryScope,
  formula: Extract<Formula, { kind: 'datePart' }>,
  path: string,
): SqlValue {
  const operand = formulaSql(scope, formula.operand, path)
  if (operand.cast !== 'date' && operand.cast !== 'timestamp' && operand.cast !== 'timestamptz') {
    throw invalidField(path, 'This function needs a date.', 'wrong_type')
  }
  const zone = operand.cast === 'timestamptz' ? timeZoneSql(scope, formula.timeZone) : ''
  return value('integer', scope.context.dialect.datePart(wrap(operand.sql), operand.cast, formula.part, zone))
}

/** The zone as a parameter; part of the shape. */
export function timeZoneSql(scope: QueryScope, timeZone: string | undefined): string {
  const source = { kind: 'constant' as const, value: timeZone ?? 'UTC' }
  return scope.context.parameters.add({ source, cast: 'text', list: false })
}
