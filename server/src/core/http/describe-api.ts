import type { OperationContract } from '@flexoffice/contract/operation'
import { problem } from '@flexoffice/contract/problem'
import { z } from 'zod'

/** Describes every operation as OpenAPI 3.1, straight from the contracts. */
export function describeApi(contracts: readonly OperationContract[], address: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const contract of contracts) {
    const path = contract.http.path.replace(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [contract.http.method.toLowerCase()]: describeOperation(contract) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'FlexOffice API',
      version: '1',
      description:
        'Everything that the product does, it does through these operations. Errors are problem bodies (RFC 9457).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: address }],
    security: [{ accessToken: [] }],
    paths,
    components: {
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: toSchema(problem, 'output') },
    },
  }
}

function describeOperation(contract: OperationContract): object {
  const named = [...contract.http.path.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1]!)
  const input = toSchema(contract.input, 'input') as {
    properties?: Record<string, object>
    required?: string[]
  }
  const { properties = {}, required = [] } = input
  const inQuery = contract.http.method === 'GET' || contract.streamsBody
  const parameters = Object.entries(properties)
    .filter(([name]) => named.includes(name) || inQuery)
    .map(([name, schema]) => ({
      name,
      in: named.includes(name) ? 'path' : 'query',
      required: named.includes(name) || required.includes(name),
      schema,
    }))
  const rest = Object.fromEntries(Object.entries(properties).filter(([name]) => !named.includes(name)))
  const body =
    named.length > 0
      ? { ...input, properties: rest, required: required.filter((name) => !named.includes(name)) }
      : input
  return {
    operationId: contract.name.replace('/', '.'),
    tags: [contract.name.split('/')[0]],
    summary: contract.summary,
    parameters,
    ...(contract.audience === 'public' ? { security: [] } : {}),
    ...(inQuery
      ? streamBody(contract)
      : { requestBody: { content: { 'application/json': { schema: body } } } }),
    responses: {
      [contract.http.status]: {
        description: 'Done',
        content: { [contract.answers]: { schema: toSchema(contract.output, 'output') } },
      },
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function streamBody(contract: OperationContract): object {
  return contract.streamsBody
    ? {
        requestBody: {
          content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
        },
      }
    : {}
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
  })
  return rest
}
