import type { AppError } from '@flexoffice/base'
import { openSocket, tlsRequest } from './cancel-request.ts'
import { connectError, explainConnectFailure } from './connect-errors.ts'
import type { PostgresEndpoint } from './target.ts'

/**
 * Asks what answers at an endpoint before any name or password is sent. Resolves with whether TLS is offered; rejects
 * when nothing answers, or something that is not PostgreSQL.
 */
export function probePostgres(
  endpoint: PostgresEndpoint,
  timeoutMilliseconds: number,
  signal?: AbortSignal,
): Promise<{ offersTls: boolean }> {
  return new Promise((resolve, reject) => {
    const socket = openSocket(endpoint)
    const fail = (error: AppError) => {
      finish()
      reject(error)
    }
    const timer = setTimeout(() => fail(connectError('source_timeout')), timeoutMilliseconds)
    const abort = () => fail(connectError('source_timeout', signal?.reason))
    const finish = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      socket.destroy()
    }
    signal?.addEventListener('abort', abort, { once: true })
    socket.once('connect', () => socket.write(tlsRequest()))
    socket.once('error', (error) => fail(explainConnectFailure(error, false)))
    socket.once('end', () => fail(connectError('source_not_postgres')))
    socket.once('data', (answer) => {
      const letter = answer.toString('latin1')
      if (letter !== 'S' && letter !== 'N') return fail(connectError('source_not_postgres'))
      finish()
      resolve({ offersTls: letter === 'S' })
    })
  })
}
