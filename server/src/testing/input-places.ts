import type { OperationContract } from '@flexoffice/contract/operation'
import { z } from 'zod'

/** The steps to a place in an input; `key ID` stands for the key itself. */
export type Path = string[]

/** Every place that holds one of the ids: values, and keys of objects. */
export function idPlaces<Kind extends string>(
  ids: Record<Kind, string>,
  value: unknown,
  path: Path = [],
): { path: Path; kind: Kind }[] {
  const found = (id: string, at: Path) =>
    (Object.keys(ids) as Kind[]).filter((kind) => ids[kind] === id).map((kind) => ({ path: at, kind }))
  if (typeof value === 'string') return found(value, path)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) => [
    ...found(key, [...path, `key ${key}`]),
    ...idPlaces(ids, part, [...path, key]),
  ])
}

/** The input with another value at a place, or, for `key ID`, under another key. */
export function replaceAt<Value>(value: Value, [step, ...rest]: Path, next: unknown): Value {
  if (step === undefined) return next as Value
  if (Array.isArray(value))
    return value.map((part, index) => (String(index) === step ? replaceAt(part, rest, next) : part)) as Value
  if (!step.startsWith('key '))
    return { ...value, [step]: replaceAt((value as Record<string, unknown>)[step], rest, next) }
  const entries = Object.entries(value as object)
  return Object.fromEntries(
    entries.map(([key, part]) => [`key ${key}` === step ? String(next) : key, part]),
  ) as Value
}

/** The place with `*` for any item of a list and `{id}` for any key that is an id. */
export function patternOf(path: Path): string {
  return path.map((step) => (/^\d+$/.test(step) ? '*' : step.startsWith('key ') ? '{id}' : step)).join('/')
}

interface Schema {
  $ref?: string
  $defs?: Record<string, Schema>
  format?: string
  type?: string
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  propertyNames?: Schema
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

/** Every place for an id in the schema that the API documentation shows. */
export function declaredPlaces(input: z.ZodType): string[] {
  return listPlaces(toSchema(input), [])
}

function toSchema(input: z.ZodType): Schema {
  return z.toJSONSchema(input, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema
}

function listPlaces(schema: Schema, path: Path): string[] {
  const { properties = {}, additionalProperties, propertyNames, items } = schema
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  return [
    ...(schema.format === 'uuid' ? [path.join('/')] : []),
    ...(propertyNames?.format === 'uuid' ? [[...path, '{id}'].join('/')] : []),
    ...Object.entries(properties).flatMap(([name, part]) => listPlaces(part, [...path, name])),
    ...(typeof additionalProperties === 'object' ? listPlaces(additionalProperties, [...path, '{}']) : []),
    ...(items ? listPlaces(items, [...path, '*']) : []),
    ...branches.flatMap((branch) => listPlaces(branch, path)),
  ]
}

/** The objects inside an input that take no key besides the declared ones. */
export function strictPlaces({ input }: OperationContract, sample: Record<string, unknown>): Path[] {
  const root = toSchema(input)
  return objectPlaces(sample, []).filter((path) => {
    const schemas = path.reduce((at, step) => at.flatMap((schema) => below(root, schema, step)), [root])
    const objects = schemas
      .flatMap((schema) => branchesOf(root, schema))
      .filter(({ type }) => type === 'object')
    return (
      path.length > 0 && objects.length > 0 && objects.every((each) => each.additionalProperties === false)
    )
  })
}

function objectPlaces(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return []
  const below = Object.entries(value).flatMap(([key, part]) => objectPlaces(part, [...path, key]))
  return Array.isArray(value) ? below : [path, ...below]
}

function below(root: Schema, schema: Schema, step: string): Schema[] {
  return branchesOf(root, schema).flatMap(({ properties, items, additionalProperties }) => {
    const found = properties?.[step] ?? items ?? additionalProperties
    return typeof found === 'object' ? [found] : []
  })
}

function branchesOf(root: Schema, schema: Schema): Schema[] {
  const named = schema.$ref === '#' ? root : root.$defs?.[schema.$ref?.replace('#/$defs/', '') ?? '']
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  return [schema, ...(named ? [named] : []), ...branches].flatMap((each) =>
    each === schema ? [each] : branchesOf(root, each),
  )
}
