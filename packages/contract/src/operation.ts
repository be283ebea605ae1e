import type { z } from 'zod'

/**
 * How an operation reaches its effect. *read* changes nothing; *write* is one transaction in one store; *effect* leaves
 * our stores (foreign writes, mail, exports): durable intent, the work with no transaction open, outcome.
 */
export type OperationKind = 'read' | 'write' | 'effect'

/** Who may call before any permission is looked at. `public` operations stand on a reviewed list. */
export type OperationAudience = 'signed-in' | 'public'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface OperationContract<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  /** `feature/verb-noun`: the file's path on the server and the default path on the wire. */
  name: string
  kind: OperationKind
  audience: OperationAudience
  /** One sentence for the API documentation. */
  summary: string
  input: Input
  output: Output
  /** The route; parameters (`:tableId`) are fields of the input. Default: `POST /api/<name>`. */
  http: { method: HttpMethod; path: string; status: number }
  /** The request body is a stream of bytes (a file); the input then comes from the query string alone. */
  streamsBody: boolean
  /** The media type of the answer. Whatever is not JSON is written by the operation itself, as a file. */
  answers: string
}

interface OperationDeclaration<Input extends z.ZodType, Output extends z.ZodType> {
  name: string
  kind: OperationKind
  audience?: OperationAudience
  summary: string
  input: Input
  output: Output
  http?: { method: HttpMethod; path: string; status?: number }
  streamsBody?: boolean
  answers?: string
}

/** Declares an operation: the one source of its types, validation, route, documentation and client. */
export function defineOperation<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: OperationDeclaration<Input, Output>,
): OperationContract<Input, Output> {
  return {
    audience: 'signed-in',
    streamsBody: false,
    answers: 'application/json',
    ...declaration,
    http: {
      method: declaration.http?.method ?? 'POST',
      path: declaration.http?.path ?? `/api/${declaration.name}`,
      status: declaration.http?.status ?? 200,
    },
  }
}

/** What a caller passes. */
export type InputOf<Contract extends OperationContract> = z.input<Contract['input']>

/** What the operation's code receives, defaults filled in. */
export type ParsedInputOf<Contract extends OperationContract> = z.output<Contract['input']>

/** What a caller gets back. */
export type OutputOf<Contract extends OperationContract> = z.output<Contract['output']>
