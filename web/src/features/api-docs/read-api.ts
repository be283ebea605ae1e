/** A JSON schema, as far as the documentation reads it. */
export interface Schema {
  type?: string | string[]
  format?: string
  pattern?: string
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  default?: unknown
  additionalProperties?: boolean | Schema
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  $ref?: string
}

/** One operation of the API. */
export interface ApiOperation {
  /** `people/sign-in`. */
  name: string
  tag: string
  method: string
  path: string
  summary: string
  isPublic: boolean
  streamsBody: boolean
  inPath: string[]
  input: Schema
  output: Schema
}

interface Described {
  operationId: string
  tags: string[]
  summary: string
  security?: unknown[]
  parameters?: Array<{ name: string; in: string; required?: boolean; schema: Schema }>
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}

/** Reads the operations out of an OpenAPI document, path parameters and body as one input, as callers think of it. */
export function readApi(document: { paths: Record<string, Record<string, object>> }): ApiOperation[] {
  return Object.entries(document.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) =>
        readOperation(path, method, described as Described),
      ),
    )
    .sort((left, right) => left.name.localeCompare(right.name))
}

function readOperation(path: string, method: string, described: Described): ApiOperation {
  const { parameters = [], requestBody, responses } = described
  const body = requestBody?.content['application/json']?.schema ?? {}
  const properties = Object.fromEntries(parameters.map(({ name, schema }) => [name, schema]))
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name)
  const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1]
  const [mediaType, answer] = Object.entries(success?.content ?? {})[0] ?? []
  return {
    name: described.operationId.replace('.', '/'),
    tag: described.tags[0] ?? '',
    method: method.toUpperCase(),
    path,
    summary: described.summary,
    isPublic: described.security?.length === 0,
    streamsBody: requestBody?.content['application/octet-stream'] !== undefined,
    inPath: parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name),
    input: {
      ...body,
      properties: { ...properties, ...body.properties },
      required: [...required, ...(body.required ?? [])],
    },
    output: mediaType === 'application/json' ? answer!.schema : { ...answer?.schema, format: mediaType },
  }
}

/** The type of a schema in a few words, such as `text (uuid)` or `list of object`. */
export function typeOf(schema: Schema): string {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return [...new Set(choices.map(typeOf))].join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.items) return `${typeOf(schema.items)}[]`
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'any')
  return schema.format ? `${type} (${schema.format})` : type
}

/** The object behind a schema that has fields of its own: through lists and choices. */
export function fieldsOf(schema: Schema): Array<{ schema: Schema; title: string }> {
  if (schema.properties && Object.keys(schema.properties).length > 0) return [{ schema, title: '' }]
  if (schema.items) return fieldsOf(schema.items)
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []
  return choices.flatMap((choice) => fieldsOf(choice).map((found) => ({ ...found, title: titleOf(choice) })))
}

/** An input to begin with: every required field with a value of its type. */
export function exampleOf(schema: Schema): unknown {
  if (schema.default !== undefined) return schema.default
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const choice = (schema.anyOf ?? schema.oneOf)?.[0]
  if (choice) return exampleOf(choice)
  if (schema.properties) {
    const needed = Object.entries(schema.properties).filter(([name]) => schema.required?.includes(name))
    return Object.fromEntries(needed.map(([name, field]) => [name, exampleOf(field)]))
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  const examples: Record<string, unknown> = { array: [], boolean: false, integer: 1, number: 1, object: {} }
  if (type !== undefined && type in examples) return examples[type]
  return schema.format === 'uuid' ? '00000000-0000-7000-8000-000000000000' : ''
}

function titleOf(schema: Schema): string {
  const marker = Object.entries(schema.properties ?? {}).find(([, field]) => field.const !== undefined)
  return marker ? `${marker[0]} = ${JSON.stringify(marker[1].const)}` : ''
}
