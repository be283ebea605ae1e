import { timingSafeEqual } from 'node:crypto'
import { AppError } from '@flexoffice/base'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Runtime } from '../runtime.ts'
import type { ClientAddress } from './client-address.ts'
import { isLoopback } from './client-address.ts'
import { lookAtReadiness } from './readiness.ts'

/**
 * Serves liveness, readiness (whether each part that serving needs is there) and, to this machine itself or for the
 * operator's token, metrics.
 */
export function serveHealth(runtime: Runtime, server: FastifyInstance, addressOf: ClientAddress): void {
  server.get('/health/live', (_request, reply) => reply.send({ status: 'live' }))
  server.get('/health/ready', async (_request, reply) => {
    const checks = await lookAtReadiness(runtime)
    const ready = Object.values(checks).every(Boolean)
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks })
  })
  server.get('/metrics', async (request, reply) => {
    if (!maySeeFigures(runtime, request, addressOf)) throw figuresClosed(reply)
    reply.type(runtime.metrics.registry.contentType)
    return runtime.metrics.registry.metrics()
  })
}

/** What a proxy on this machine passes on is not of this machine. */
const passedOn = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via']

function maySeeFigures(
  { config, keys }: Runtime,
  { raw }: FastifyRequest,
  addressOf: ClientAddress,
): boolean {
  const { authorization } = raw.headers
  if (config.metricsToken !== null && authorization?.startsWith('Bearer ')) {
    const [given, expected] = [authorization.slice(7), config.metricsToken]
    return timingSafeEqual(keys.digest('metrics', given), keys.digest('metrics', expected))
  }
  return isLoopback(addressOf(raw)) && !passedOn.some((name) => raw.headers[name] !== undefined)
}

function figuresClosed(reply: FastifyReply): AppError {
  reply.header('www-authenticate', 'Bearer')
  return new AppError('not_signed_in', {
    public:
      'Figures are shown on the machine itself, or for the token that the operator sets in FLEXOFFICE_METRICS_TOKEN.',
  })
}
