import type { InputOf, OperationContract, OutputOf } from '@flexoffice/contract/operation'
import type { Problem } from '@flexoffice/contract/problem'

/** An error answer of the server; `problem` says what happened and what to do. */
export class ApiError extends Error {
  readonly status: number
  readonly problem: Problem

  constructor(status: number, problem: Problem) {
    super(problem.detail)
    this.name = 'ApiError'
    this.status = status
    this.problem = problem
  }
}

export interface ClientOptions {
  /** The address of the server without a trailing slash; empty in the browser. */
  baseUrl: string
  /** The access token to send, or null before sign-in. */
  getToken?: () => string | null | Promise<string | null>
  /** Called once on 401; true means that a new token is there and the call is made again. */
  onUnauthorised?: () => Promise<boolean>
  fetch?: typeof fetch
}

/** The bytes of a request, as `fetch` takes them. */
export type RequestBody = NonNullable<RequestInit['body']>

export interface CallOptions {
  signal?: AbortSignal
  /** The bytes to send, for operations that stream their body. */
  body?: RequestBody
}

export interface Client {
  /** Calls an operation and answers its output, or throws ApiError. */
  call<Contract extends OperationContract>(
    contract: Contract,
    input: InputOf<Contract>,
    options?: CallOptions,
  ): Promise<OutputOf<Contract>>
  /** Calls an operation whose answer is a file, and gives the answer as it comes; or throws ApiError. */
  open<Contract extends OperationContract>(
    contract: Contract,
    input: InputOf<Contract>,
    options?: CallOptions,
  ): Promise<Response>
}

/** Makes the typed client: whatever the contract declares can be called, by people's browsers and by machines alike. */
export function createClient(options: ClientOptions): Client {
  const send = options.fetch ?? fetch

  async function attempt(contract: OperationContract, input: unknown, call: CallOptions): Promise<Response> {
    const token = await options.getToken?.()
    const request = toRequest(contract, (input ?? {}) as Record<string, unknown>, call)
    const headers: Record<string, string> = { accept: 'application/json', ...request.headers }
    if (token) headers.authorization = `Bearer ${token}`
    return send(options.baseUrl + request.path, {
      method: contract.http.method,
      headers,
      body: request.body,
      signal: call.signal,
      credentials: 'same-origin',
    })
  }

  async function open(
    contract: OperationContract,
    input: unknown,
    call: CallOptions = {},
  ): Promise<Response> {
    let response = await attempt(contract, input, call)
    if (response.status === 401 && contract.audience !== 'public' && (await options.onUnauthorised?.())) {
      response = await attempt(contract, input, call)
    }
    if (!response.ok) throw new ApiError(response.status, await readProblem(response))
    return response
  }

  return {
    open,
    async call(contract, input, call) {
      const response = await open(contract, input, call)
      if (response.status === 204) return undefined as never
      return response.json() as never
    },
  }
}

/** Builds path, query string and body of a call; fields named in the path leave the body. */
export function toRequest(
  contract: OperationContract,
  input: Record<string, unknown>,
  call: CallOptions = {},
): { path: string; headers: Record<string, string>; body?: RequestBody } {
  const rest = { ...input }
  const path = contract.http.path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  if (contract.http.method === 'GET' || contract.streamsBody) {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(rest)) {
      if (value !== undefined) query.set(name, typeof value === 'string' ? value : JSON.stringify(value))
    }
    const suffix = query.size > 0 ? `?${query}` : ''
    if (!contract.streamsBody) return { path: path + suffix, headers: {} }
    return { path: path + suffix, headers: { 'content-type': 'application/octet-stream' }, body: call.body }
  }
  return { path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(rest) }
}

async function readProblem(response: Response): Promise<Problem> {
  const reference = response.headers.get('x-request-id') ?? 'none'
  try {
    const body = await response.json()
    if (body && typeof body === 'object' && 'code' in body) return body as Problem
  } catch {
    // A proxy's own error page is not JSON; the answer below still names the status.
  }
  const detail = `The server answered ${response.status}. Try again in a moment.`
  return {
    type: 'about:blank',
    title: 'Unavailable',
    status: response.status,
    code: 'unavailable',
    detail,
    reference,
  }
}
