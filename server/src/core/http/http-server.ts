import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fastifyStatic from '@fastify/static'
import { newId } from '@flexoffice/base'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fastify, { LogController } from 'fastify'
import type { Actor } from '../actor.ts'
import type { HttpExchange } from '../context.ts'
import type { Feature } from '../feature.ts'
import type { AnyOperation } from '../operation.ts'
import { RawBody } from '../operation.ts'
import { runOperation } from '../run-operation.ts'
import type { Runtime } from '../runtime.ts'
import { serveSockets } from '../socket/serve-sockets.ts'
import type { ClientAddress } from './client-address.ts'
import { makeClientAddress } from './client-address.ts'
import { describeApi } from './describe-api.ts'
import { serveHealth } from './health.ts'
import { answerProblem } from './problem-answer.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'
import { addBodyParsers, inputOf } from './read-input.ts'
import { addSecurityHeaders } from './security-headers.ts'
import { traceRequests } from './trace-requests.ts'
import { watchStream } from './watch-stream.ts'

const anonymous: Actor = { kind: 'anonymous' }
const maximumBodyBytes = 4 * 1024 * 1024
/** Failed calls without sign-in by address; honest ones are given back, so a whole office behind one address may work. */
const publicRate = { burst: 240, perSecond: 1 }
/** Setting up closes for ever after the first success: until then each of many callers gets its own answer. */
const setUpRate = { burst: 1_000, perSecond: 10 }

/** Builds the HTTP server: one route per operation, the sockets, health, the API's description and the web app. */
export async function createHttpServer(
  runtime: Runtime,
  features: readonly Feature[],
): Promise<FastifyInstance> {
  const operations = features.flatMap((feature) => feature.operations)
  const server = fastify({
    loggerInstance: runtime.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // What is logged of a request names its reference; a logger per request would be made for nothing.
    childLoggerFactory: (logger) => logger,
    bodyLimit: maximumBodyBytes,
    genReqId: makeReferences(),
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    // Addresses are judged by client-address.ts alone, for sockets too.
    trustProxy: false,
  })
  if (runtime.tracing) traceRequests(runtime.tracing, server)
  addBodyParsers(server)
  addSecurityHeaders(server)
  server.setErrorHandler((error, request, reply) => answerProblem(runtime, error, request, reply))
  const addressOf = makeClientAddress(runtime.config.trustedProxies)
  const limits = makeLimits(runtime.config)
  for (const operation of operations)
    addRoute(runtime, server, operation, { addressOf, limit: limitOf(operation, limits) })
  server.get('/api/openapi.json', (_request, reply) =>
    reply.send(
      describeApi(
        operations.map((operation) => operation.contract),
        runtime.config.publicUrl,
      ),
    ),
  )
  serveHealth(runtime, server, addressOf)
  serveSockets(runtime, server.server, {
    endpoints: features.flatMap((feature) => feature.sockets ?? []),
    addressOf,
  })
  await serveWeb(runtime, server)
  return server
}

interface Limits {
  open: RateLimit
  setUp: RateLimit
  writes: RateLimit | null
}

function makeLimits({ writesPerSecond: perSecond }: Runtime['config']): Limits {
  return {
    open: createRateLimit(publicRate),
    setUp: createRateLimit(setUpRate),
    writes:
      perSecond === null
        ? null
        : createRateLimit({ burst: Math.max(1, perSecond * 10), perSecond, of: 'changes at a time' }),
  }
}

/** Open doors are counted by address, changes by person, however many sessions they have; reads are not counted. */
function limitOf({ contract }: AnyOperation, limits: Limits): RateLimit | null {
  if (contract.audience !== 'public') return contract.kind === 'read' ? null : limits.writes
  return contract.name.includes('/set-up-') ? limits.setUp : limits.open
}

/** References of requests for the log and for people who ask: unique in the installation, and cheap to make. */
function makeReferences(): () => string {
  const prefix = newId()
  let count = 0
  return () => {
    count += 1
    return `${prefix}-${count.toString(36)}`
  }
}

function addRoute(
  runtime: Runtime,
  server: FastifyInstance,
  operation: AnyOperation,
  { addressOf, limit }: { addressOf: ClientAddress; limit: RateLimit | null },
): void {
  const { http, streamsBody, audience } = operation.contract
  const secure = runtime.config.publicUrl.startsWith('https:')
  server.route({
    method: http.method,
    url: http.path,
    ...(streamsBody ? { bodyLimit: Number.MAX_SAFE_INTEGER } : {}),
    async handler(request, reply) {
      const ip = addressOf(request.raw)
      const giveBack = audience === 'public' ? limit?.take(ip) : undefined
      const actor = await identify(runtime, request)
      if (audience !== 'public' && actor.kind === 'person') limit?.take(actor.personId)
      const exchange = toExchange(request, reply, { ip, streamsBody, secure })
      const output = await runOperation(
        runtime,
        operation,
        { actor, http: exchange },
        inputOf(request, operation),
      )
      giveBack?.()
      reply.code(http.status)
      if (output instanceof RawBody) {
        if (output.body instanceof Readable && actor.kind === 'person')
          watchStream(runtime, operation, actor, output.body, output.stillHolds)
        reply.headers(output.headers).type(output.contentType)
        return reply.send(output.body)
      }
      return reply.type('application/json').send(JSON.stringify(output ?? null))
    },
  })
}

async function identify(runtime: Runtime, request: FastifyRequest): Promise<Actor> {
  const header = request.headers.authorization
  if (!header?.startsWith('Bearer ')) return anonymous
  return (await runtime.authenticate(header.slice(7), runtime)) ?? anonymous
}

function toExchange(
  request: FastifyRequest,
  reply: FastifyReply,
  { ip, streamsBody, secure }: { ip: string; streamsBody: boolean; secure: boolean },
): HttpExchange {
  let controller: AbortController | null = null
  return {
    ip,
    userAgent: request.headers['user-agent'] ?? '',
    get cookies() {
      return parseCookie(request.headers.cookie ?? '')
    },
    setCookie(name, value, { path, maxAgeSeconds }) {
      const cookie = {
        name,
        value: value ?? '',
        path,
        httpOnly: true,
        sameSite: 'strict' as const,
        // Behind a proxy that ends TLS the request itself is plain; what browsers use is the configured address.
        secure: secure || request.protocol === 'https',
        ...(value === null ? { maxAge: 0, expires: new Date(0) } : { maxAge: maxAgeSeconds }),
      }
      reply.header('set-cookie', stringifySetCookie(cookie))
    },
    setHeader: (name, value) => void reply.header(name, value),
    body: streamsBody ? (request.body as HttpExchange['body']) : null,
    get signal() {
      if (!controller) {
        controller = new AbortController()
        const abort = controller
        reply.raw.on('close', () => {
          if (!reply.raw.writableFinished) abort.abort(new Error('the caller went away'))
        })
      }
      return controller.signal
    },
  }
}

async function serveWeb(runtime: Runtime, server: FastifyInstance): Promise<void> {
  const folder = runtime.config.webFolder
  const index = join(folder, 'index.html')
  if (existsSync(index)) {
    await server.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      cacheControl: false,
      setHeaders(reply, path) {
        reply.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
      },
    })
  }
  server.setNotFoundHandler((request, reply) => {
    const isApi = request.url.startsWith('/api/') && !request.url.startsWith('/api/docs')
    // A part of an older build must be missed, or a browser would take the page for it.
    const isAsset = request.url.startsWith('/assets/')
    const isPage = request.method === 'GET' && !isApi && !isAsset && existsSync(index)
    if (isPage) return reply.header('cache-control', 'no-cache').sendFile('index.html')
    return answerProblem(runtime, null, request, reply)
  })
}
