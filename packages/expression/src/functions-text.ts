import { EvaluationFailure } from './calculate.ts'
import { reserveSize } from './evaluation.ts'
import type { FunctionDefinition } from './function-definition.ts'
import { joinTypes } from './scope.ts'
import { type ExpressionValue, isRecord, printValue } from './values.ts'

const plainTextFunctions: FunctionDefinition[] = [
  textTest('contains', 'True when the text contains the other.', (text, other) => text.includes(other)),
  textTest('startsWith', 'True when the text starts with the other.', (text, other) =>
    text.startsWith(other),
  ),
  textTest('endsWith', 'True when the text ends with the other.', (text, other) => text.endsWith(other)),
  textChange('lower', 'The text in small letters.', (text) => text.toLowerCase()),
  textChange('upper', 'The text in capitals.', (text) => text.toUpperCase()),
  textChange('trim', 'The text without spaces at both ends.', (text) => text.trim()),
]

/** Functions of text and of what is missing. */
export const textFunctions: FunctionDefinition[] = [
  ...plainTextFunctions,
  {
    name: 'replace',
    usage: 'text.replace(search, replacement)',
    description: 'The text with every occurrence replaced.',
    parameters: ['text', 'text', 'text'],
    result: 'text',
    run(values, evaluation) {
      const [text, search, replacement] = values as [string, string, string]
      if (search === '') return text
      const parts = text.split(search)
      reserveSize(evaluation, text.length + parts.length * replacement.length)
      return parts.join(replacement)
    },
  },
  {
    name: 'split',
    usage: 'text.split(separator)',
    description: 'The parts of the text between separators, as a list.',
    parameters: ['text', 'text'],
    result: { list: 'text' },
    run(values, evaluation) {
      const [text, separator] = values as [string, string]
      reserveSize(evaluation, text.length)
      return separator === '' ? [...text] : text.split(separator)
    },
  },
  {
    name: 'join',
    usage: 'list.join(separator)',
    description: 'The elements as one text with a separator between them.',
    parameters: ['list', 'text'],
    required: 1,
    result: 'text',
    run(values, evaluation) {
      const [list, separator = ''] = values as [ExpressionValue[], string?]
      const texts = list.map(printValue)
      reserveSize(
        evaluation,
        texts.reduce((size, text) => size + text.length + separator.length, 0),
      )
      return texts.join(separator)
    },
  },
  {
    name: 'size',
    usage: 'size(textOrList)',
    description: 'How many characters or elements there are.',
    parameters: ['textOrList'],
    result: 'integer',
    run([value], evaluation) {
      if (typeof value !== 'string') return BigInt((value as ExpressionValue[]).length)
      reserveSize(evaluation, value.length)
      return BigInt([...value].length)
    },
  },
  {
    name: 'text',
    usage: 'text(value)',
    description: 'The value as plain text; null is the empty text.',
    parameters: ['any'],
    acceptsNull: true,
    result: 'text',
    run([value = null], evaluation) {
      const text = printValue(value)
      reserveSize(evaluation, text.length)
      return text
    },
  },
  {
    name: 'coalesce',
    usage: 'coalesce(value, other, ...)',
    description: 'The first that is not null.',
    parameters: ['any'],
    repeats: true,
    acceptsNull: true,
    result: (types) => types.reduce(joinTypes),
    run: (values) => values.find((value) => value !== null) ?? null,
  },
  {
    name: 'ifEmpty',
    usage: 'ifEmpty(value, other)',
    description: 'The other when the value is null, an empty text or an empty list.',
    parameters: ['any', 'any'],
    acceptsNull: true,
    result: (types) => types.reduce(joinTypes),
    run: ([value = null, other = null]) => (isEmptyValue(value) ? other : value),
  },
  {
    name: 'isNull',
    usage: 'isNull(value)',
    description: 'True when there is no value.',
    parameters: ['any'],
    acceptsNull: true,
    result: 'boolean',
    run: ([value = null]) => value === null,
  },
  {
    name: 'isEmpty',
    usage: 'isEmpty(value)',
    description: 'True for null, an empty text, an empty list and an object without fields.',
    parameters: ['any'],
    acceptsNull: true,
    result: 'boolean',
    run: ([value = null]) => isEmptyValue(value),
  },
  {
    name: 'has',
    usage: 'has(object.field)',
    description: 'True when the field has a value.',
    parameters: ['any'],
    acceptsNull: true,
    result: 'boolean',
    run: ([value = null]) => value !== null,
  },
]

function textTest(
  name: string,
  description: string,
  test: (text: string, other: string) => boolean,
): FunctionDefinition {
  return {
    name,
    usage: `text.${name}(other)`,
    description,
    parameters: ['text', 'text'],
    result: 'boolean',
    run: ([text, other]) => test(text as string, other as string),
  }
}

function textChange(name: string, description: string, change: (text: string) => string): FunctionDefinition {
  return {
    name,
    usage: `text.${name}()`,
    description,
    parameters: ['text'],
    result: 'text',
    run([text], evaluation) {
      if (typeof text !== 'string') throw new EvaluationFailure('type_mismatch', `${name}() needs text.`)
      reserveSize(evaluation, text.length)
      return change(text)
    },
  }
}

function isEmptyValue(value: ExpressionValue): boolean {
  if (value === null || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return isRecord(value) && Object.keys(value).length === 0
}
