import type { FastifyInstance } from 'fastify'
import type { Tracing } from '../tracing/tracing.ts'

/** Lets whatever a request begins know its caller's trace; also the lines that are logged once the operation is over. */
export function traceRequests(tracing: Tracing, server: FastifyInstance): void {
  server.addHook('preHandler', (request, _reply, done) => {
    const { traceparent } = request.headers
    tracing.forCaller(typeof traceparent === 'string' ? traceparent : undefined, done)
  })
}
