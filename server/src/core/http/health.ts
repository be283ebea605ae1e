import type { FastifyInstance } from 'fastify'
import type { Runtime } from '../runtime.ts'

/** Serves liveness, readiness (the store answers, the relay and the epoch channel run) and metrics. */
export function serveHealth(runtime: Runtime, server: FastifyInstance): void {
  server.get('/health/live', (_request, reply) => reply.send({ status: 'live' }))
  server.get('/health/ready', async (_request, reply) => {
    const checks = { store: await storeAnswers(runtime), epochs: runtime.epochs.isFresh() }
    const ready = Object.values(checks).every(Boolean)
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks })
  })
  server.get('/metrics', async (_request, reply) => {
    reply.type(runtime.metrics.registry.contentType)
    return runtime.metrics.registry.metrics()
  })
}

async function storeAnswers(runtime: Runtime): Promise<boolean> {
  try {
    await runtime.store.relay.query('select 1')
    return true
  } catch {
    return false
  }
}
