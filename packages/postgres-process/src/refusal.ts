import { AppError } from '@flexoffice/base'

/** The error of a server that cannot start: callers see that it is unavailable, the log says why and what to do. */
export function startRefused(reason: string, explanation: string, cause?: unknown): AppError {
  return new AppError('unavailable', {
    public: 'The database of this server cannot start. The log of the server says why.',
    internal: explanation,
    reason,
    cause,
  })
}
