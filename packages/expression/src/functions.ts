import type { FunctionDefinition } from './function-definition.ts'
import { dateFunctions } from './functions-date.ts'
import { listFunctions } from './functions-list.ts'
import { numberFunctions } from './functions-number.ts'
import { textFunctions } from './functions-text.ts'

/** All functions by name. */
export const functions: ReadonlyMap<string, FunctionDefinition> = new Map(
  [...textFunctions, ...numberFunctions, ...dateFunctions, ...listFunctions].map((entry) => [
    entry.name,
    entry,
  ]),
)

/** The functions that take a variable and an expression: `list.filter(item, item.price > 1)`. */
export const listMacros: ReadonlyMap<string, { usage: string; description: string }> = new Map([
  [
    'filter',
    { usage: 'list.filter(item, condition)', description: 'The elements for which the condition is true.' },
  ],
  ['map', { usage: 'list.map(item, expression)', description: 'The expression for each element.' }],
  [
    'all',
    { usage: 'list.all(item, condition)', description: 'True when the condition is true for every element.' },
  ],
  [
    'exists',
    { usage: 'list.exists(item, condition)', description: 'True when the condition is true for an element.' },
  ],
])
