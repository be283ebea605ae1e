import { calculate, equalValues, isNumber } from './calculate.ts'
import { countStep } from './evaluation.ts'
import type { FunctionDefinition } from './function-definition.ts'
import { type ExpressionType, isListType } from './scope.ts'
import type { ExpressionValue } from './values.ts'

/** Functions of lists. */
export const listFunctions: FunctionDefinition[] = [
  listFunction('count', 'How many elements the list has.', 'integer', (list) => BigInt(list.length)),
  listFunction('first', 'The first element, or null.', itemType, (list) => list[0] ?? null),
  listFunction('last', 'The last element, or null.', itemType, (list) => list.at(-1) ?? null),
  listFunction('sum', 'The sum of the numbers; null when there is none.', itemType, (list) => sumOf(list)),
  listFunction('average', 'The mean of the numbers; null when there is none.', averageType, (list) => {
    return calculate('/', sumOf(list), BigInt(list.filter(isNumber).length))
  }),
  {
    ...listFunction(
      'distinct',
      'The list without repetitions.',
      ([type]) => type ?? { list: 'dynamic' },
      () => null,
    ),
    run([list], evaluation) {
      const kept: ExpressionValue[] = []
      for (const item of list as ExpressionValue[]) {
        const known = kept.some((other) => {
          countStep(evaluation)
          return other === item || equalValues(other, item) === true
        })
        if (!known) kept.push(item)
      }
      return kept
    },
  },
]

function listFunction(
  name: string,
  description: string,
  result: FunctionDefinition['result'],
  apply: (list: ExpressionValue[]) => ExpressionValue,
): FunctionDefinition {
  return {
    name,
    usage: `list.${name}()`,
    description,
    parameters: ['list'],
    result,
    run: ([list]) => apply(list as ExpressionValue[]),
  }
}

function sumOf(list: ExpressionValue[]): ExpressionValue {
  return list
    .filter(isNumber)
    .reduce<ExpressionValue>((sum, item) => (sum === null ? item : calculate('+', sum, item)), null)
}

function itemType([type]: ExpressionType[]): ExpressionType {
  return type !== undefined && isListType(type) ? type.list : 'dynamic'
}

function averageType(types: ExpressionType[]): ExpressionType {
  const type = itemType(types)
  return type === 'integer' ? 'decimal' : type
}
