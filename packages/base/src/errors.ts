/** Every error code that FlexOffice answers with, and its HTTP status (RFC 9110). One table, no others. */
export const errorStatuses = {
  invalid_input: 400,
  invalid_formula: 400,
  not_signed_in: 401,
  session_ended: 401,
  wrong_credentials: 401,
  forbidden: 403,
  setup_closed: 403,
  not_found: 404,
  conflict: 409,
  already_exists: 409,
  constraint_violated: 409,
  read_only: 409,
  gone: 410,
  too_large: 413,
  unsupported_file: 415,
  unprocessable: 422,
  locked: 423,
  too_many_requests: 429,
  internal: 500,
  source_failed: 502,
  unavailable: 503,
  source_timeout: 504,
} as const

/** A code of the table above; stable, part of the public API. */
export type ErrorCode = keyof typeof errorStatuses

/** One mistake in the input: which field (a JSON pointer such as `/columns/3/name`), what is wrong and what to do. */
export interface FieldProblem {
  path: string
  message: string
  code?: string
}

/** What an AppError carries: `public` may reach any caller, `internal` only the log. */
export interface AppErrorDetail {
  /** One sentence for the person: what happened and the remedy. English; the web translates by code and `params`. */
  public: string
  /** For the operator's log. May name hosts, tables and causes; never a secret. */
  internal?: string
  /** Field-level problems of the input. */
  fields?: FieldProblem[]
  /** Values for the translated message; must be safe for the caller. */
  params?: Record<string, unknown>
  /** A more exact reason than the code, part of the public API, e.g. `source_wrong_password`. */
  reason?: string
  cause?: unknown
}

/** The one error that crosses layers; everything else is a defect and is answered as `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly detail: AppErrorDetail

  constructor(code: ErrorCode, detail: AppErrorDetail) {
    super(detail.internal ?? detail.public, { cause: detail.cause })
    this.name = 'AppError'
    this.code = code
    this.detail = detail
  }

  get status(): number {
    return errorStatuses[this.code]
  }
}

/** The same answer, byte for byte, for "missing" and "may not read" (DOMAIN 3). */
export function notFound(internal?: string): AppError {
  return new AppError('not_found', {
    public: 'There is nothing here that you can open. It may have been removed, or not shared with you.',
    internal,
  })
}

/** A refusal of an act on something the caller may see. */
export function forbidden(
  permission: string,
  remedy = 'Ask an Admin of your workspace for access.',
): AppError {
  return new AppError('forbidden', {
    public: `You may not do this. ${remedy}`,
    internal: `missing permission ${permission}`,
    params: { permission },
  })
}

/** A refusal of one named field; the reason is the field's code too, by which a screen words it. */
export function invalidField(path: string, message: string, reason?: string): AppError {
  const field = reason === undefined ? { path, message } : { path, message, code: reason }
  return new AppError('invalid_input', { public: message, fields: [field], reason })
}
