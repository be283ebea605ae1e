import { AppError, notFound } from '@flexoffice/base'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Runtime } from '../runtime.ts'

const titles: Partial<Record<string, string>> = {
  invalid_input: 'Invalid input',
  not_signed_in: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Changed meanwhile',
  internal: 'Something went wrong',
}

/** The one error mapper: whatever was thrown becomes a problem body (RFC 9457). `null` = no such route. */
export function answerProblem(
  runtime: Runtime,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const known = toAppError(error)
  const { code, detail, status } = known
  const level = status >= 500 ? 'error' : 'debug'
  runtime.log[level](
    {
      reference: request.id,
      code,
      reason: detail.reason,
      internal: detail.internal,
      err: status >= 500 ? error : undefined,
    },
    'request refused',
  )
  if (code === 'too_many_requests' && detail.params?.retryAfterSeconds)
    reply.header('retry-after', String(detail.params.retryAfterSeconds))
  return reply
    .code(status)
    .header('x-request-id', request.id)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: titles[code] ?? code.replaceAll('_', ' '),
        status,
        code,
        reason: detail.reason,
        detail: detail.public,
        fields: detail.fields,
        params: detail.params,
        // Identical for missing and unreadable things, so no reference there (DOMAIN 3).
        reference: code === 'not_found' ? 'none' : request.id,
      }),
    )
}

/** The refusal of a body that is something else than JSON. */
export function notJson(): AppError {
  return new AppError('unsupported_file', { public: 'Send the body as application/json.' })
}

/** Out of range, no such instant, no text, no such untranslatable character, no number: PostgreSQL's own words for each. */
const valueRefusals = ['22003', '22008', '22021', '22P05', '22P02']

/** Whatever was thrown, as the refusal or failure that callers are told. `null` = no such route. */
export function toAppError(error: unknown): AppError {
  if (error === null) return notFound('no such route')
  if (error instanceof AppError) return error
  const { statusCode, message, code } = error as { statusCode?: number; message?: string; code?: string }
  if (statusCode === 413)
    return new AppError('too_large', { public: 'The request is larger than 4 MB. Send less at a time.' })
  if (statusCode === 415) return notJson()
  if (statusCode && statusCode >= 400 && statusCode < 500) {
    return new AppError('invalid_input', {
      public: 'The request could not be read as JSON. Check its syntax.',
      internal: message,
    })
  }
  // A number or date that passed its schema and is yet more than the store's type holds.
  if (code !== undefined && valueRefusals.includes(code)) {
    return new AppError('invalid_input', {
      public: 'A value is larger than can be stored, or of a form that cannot. Give another one.',
      internal: message,
      cause: error,
    })
  }
  if (code === 'ECONNREFUSED' || code === '57P01' || code === '57P03') {
    return new AppError('unavailable', {
      public: 'The store is restarting. Try again in a moment.',
      cause: error,
    })
  }
  return new AppError('internal', {
    public:
      'Something went wrong on our side; nothing was changed. Try again, and quote the reference if it stays.',
    internal: message,
    cause: error,
  })
}
