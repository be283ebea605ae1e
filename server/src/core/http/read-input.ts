import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AnyOperation } from '../operation.ts'
import { longestRepeated, RepeatedInput } from '../repeated-input.ts'
import { notJson } from './problem-answer.ts'

/** A body of JSON as it came. */
class JsonBody {
  readonly text: string
  readonly #parse: (text: string) => unknown

  constructor(text: string, parse: (text: string) => unknown) {
    this.text = text
    this.#parse = parse
  }

  read(): unknown {
    return this.#parse(this.text)
  }
}

/** Bodies of JSON stay unread until it is known that the same one was not read before; files stay streams. */
export function addBodyParsers(server: FastifyInstance): void {
  const parser = server.getDefaultJsonParser('error', 'error') as unknown as (
    request: null,
    text: string,
    done: (error: Error | null, body?: unknown) => void,
  ) => void
  function parse(text: string): unknown {
    let read: unknown
    parser(null, text, (error, body) => {
      if (error) throw error
      read = body
    })
    return read
  }
  server.removeContentTypeParser('application/json')
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) =>
    done(null, new JsonBody(text as string, parse)),
  )
  server.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
}

/** The input of an operation; of a read that is asked with a body, the text that stands for it. */
export function inputOf(request: FastifyRequest, operation: AnyOperation): unknown {
  const { body } = request
  if (!(body instanceof JsonBody)) return gatherInput(request, operation, body)
  const read = () => gatherInput(request, operation, body.read())
  if (operation.contract.kind !== 'read' || body.text.length > longestRepeated) return read()
  return new RepeatedInput(`${JSON.stringify(request.params)}${body.text}`, read)
}

/** Path parameters, query string and body are one input; a field given twice with two values is refused by the schema's owner. */
function gatherInput(request: FastifyRequest, operation: AnyOperation, body: unknown): unknown {
  const { method } = operation.contract.http
  const parameters = request.params as Record<string, string>
  if (method === 'GET' || operation.contract.streamsBody)
    return withParameters(readQuery(request.query as Record<string, string>), parameters)
  if (body instanceof Readable) throw notJson()
  if (body !== null && body !== undefined && (typeof body !== 'object' || Array.isArray(body))) return body
  return withParameters((body ?? {}) as Record<string, unknown>, parameters)
}

/** Ids in the path and beside it must agree (DOMAIN 7): a second one is an unknown field. */
function withParameters(
  given: Record<string, unknown>,
  parameters: Record<string, string>,
): Record<string, unknown> {
  const second = Object.keys(parameters).find((name) => Object.hasOwn(given, name))
  const input = { ...given, ...parameters }
  return second === undefined ? input : { ...input, [`${second} (also in the path)`]: true }
}

/** Query values that are JSON (numbers, objects, booleans) are read as such, everything else is text. */
function readQuery(query: Record<string, string>): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(query)) {
    input[name] = text
    if (/^(?:[[{]|-?\d{1,15}$|true$|false$|null$)/.test(text)) {
      try {
        input[name] = JSON.parse(text)
      } catch {
        // Not JSON after all: it stays text.
      }
    }
  }
  return input
}
