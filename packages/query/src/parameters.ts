import { invalidField } from '@flexoffice/base'
import { type Cast, readCanonical } from './casts.ts'
import { decodeCursor } from './cursor.ts'
import type { Dialect } from './dialect.ts'

/** Where the value of a parameter comes from each time that the compiled statement runs. */
export type ParameterSource =
  /** The literal number `slot` of the query, in `shapeOf`'s order. */
  | { kind: 'literal'; slot: number; path: string }
  /** A value of the query's cursor literal. */
  | { kind: 'cursor'; slot: number; index: number; signature: string }
  /** An attribute of the person who asks. */
  | { kind: 'attribute'; name: string }
  /** A constant of a row rule or of the compiler. */
  | { kind: 'constant'; value: string | null | readonly (string | null)[] }

/** One `$n` of a statement: source, type, and what is done to the text before it is bound. */
export interface ParameterDescriptor {
  source: ParameterSource
  cast: Cast | 'raw'
  list: boolean
  pattern?: 'contains' | 'startsWith'
  /** For `raw`, where the database takes the type from the column: what the text must be. */
  check?: Cast
}

/** A value as the driver binds it. */
export type BoundValue = string | null | (string | null)[]

/** A literal of a query: one text, a list, or null (a null literal of a formula). */
export type Literal = string | null | readonly (string | null)[]

/** What a compiled statement needs for one run. */
export interface BindInput {
  literals: readonly Literal[]
  /** In canonical text. Missing, null or unfit for its use: null, and what depends on it is not TRUE. */
  attributes: Readonly<Record<string, string | readonly string[] | null | undefined>>
}

/** Collects the parameters of one statement; the same descriptor twice is the same `$n`. */
export class ParameterList {
  readonly descriptors: ParameterDescriptor[] = []
  readonly #positions = new Map<string, number>()
  readonly #dialect: Dialect

  constructor(dialect: Dialect) {
    this.#dialect = dialect
  }

  add(descriptor: ParameterDescriptor): string {
    const key = JSON.stringify(descriptor)
    let position = this.#positions.get(key)
    if (position === undefined) {
      position = this.descriptors.push(descriptor)
      this.#positions.set(key, position)
    }
    if (descriptor.cast === 'raw') return `$${position}`
    return this.#dialect.parameter(position, descriptor.cast, descriptor.list)
  }
}

/** Makes the function that turns literals and attributes into the values to bind, in the order of the positions. */
export function makeBinder(descriptors: readonly ParameterDescriptor[]): (input: BindInput) => BoundValue[] {
  const readers = descriptors.map(makeReader)
  return (input) => {
    const values: BoundValue[] = new Array(readers.length)
    for (let index = 0; index < readers.length; index += 1) values[index] = readers[index]!(input)
    return values
  }
}

type Reader = (input: BindInput) => BoundValue

function makeReader(descriptor: ParameterDescriptor): Reader {
  const { source, cast } = descriptor
  switch (source.kind) {
    case 'constant': {
      const fixed = readConstant(source.value, descriptor)
      return () => fixed
    }
    case 'attribute':
      return ({ attributes }) =>
        Object.hasOwn(attributes, source.name)
          ? readConstant(attributes[source.name] ?? null, descriptor)
          : null
    case 'cursor':
      return ({ literals }) => {
        const value = decodeCursor(literals[source.slot] as string, source.signature)[source.index] ?? null
        return value === null ? null : readLiteral(cast, value, '/page/after')
      }
    case 'literal':
      return ({ literals }) => {
        const form = descriptor.check ?? cast
        const value = literals[source.slot] ?? null
        if (value === null) return null
        if (typeof value === 'string') return toPattern(descriptor, readLiteral(form, value, source.path))
        return value.map((item) => (item === null ? null : readLiteral(form, item, source.path)))
      }
  }
}

function readConstant(
  value: string | null | readonly (string | null)[],
  descriptor: ParameterDescriptor,
): BoundValue {
  const { cast, list } = descriptor
  if (value === null || list !== (typeof value !== 'string')) return null
  if (typeof value !== 'string') return value.map((item) => (item === null ? null : convert(cast, item)))
  const text = convert(cast, value)
  return text === null ? null : toPattern(descriptor, text)
}

function convert(cast: Cast | 'raw', text: string): string | null {
  return cast === 'raw' ? text : readCanonical(cast, text)
}

function readLiteral(cast: Cast | 'raw', text: string, path: string): string {
  const canonical = convert(cast, text)
  if (canonical === null) throw invalidField(path, `This is not a valid ${valueNames[cast as Cast]}.`)
  return canonical
}

const valueNames: Record<Cast, string> = {
  text: 'text (no NUL characters, well-formed Unicode)',
  int8: 'whole number of up to 64 bits, such as 42',
  numeric: 'decimal number, such as 12.50',
  float8: 'number, such as 12.5',
  float4: 'number within the range of the column, such as 12.5',
  bool: 'truth value: give true or false',
  date: 'date, such as 2026-01-31',
  time: 'time, such as 10:30:00',
  timestamp: 'date and time, such as 2026-01-31 10:30:00',
  timestamptz: 'instant, such as 2026-01-31T10:30:00Z',
  uuid: 'UUID',
  bytea: 'binary value, such as \\x00ff',
}

function toPattern(descriptor: ParameterDescriptor, text: string): string {
  if (descriptor.pattern === undefined) return text
  const escaped = text.replace(/[\\%_]/g, '\\$&')
  return descriptor.pattern === 'contains' ? `%${escaped}%` : `${escaped}%`
}
