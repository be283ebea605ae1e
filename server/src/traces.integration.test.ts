import { rm } from 'node:fs/promises'
import { signIn } from '@flexoffice/contract/people'
import { createClient } from '@flexoffice/sdk'
import { findFreePort } from '@flexoffice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestTracing, startTraceCollector } from './core/testing/trace-collector.ts'
import type { Variables } from './testing/spawn-server.ts'
import { prepareInstallation, runCommand, spawnServer } from './testing/spawn-server.ts'

const email = 'ana@example.com'
let folder: string
let variables: Variables

/** Tells of each package of OpenTelemetry that the server's own code asks for; the metrics library loads its API in any case. */
const watchImports = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  registerHooks({ resolve(name, context, next) {
    const ours = context.parentURL?.includes('/server/src/')
    if (ours && name.startsWith('@opentelemetry/')) process.stderr.write('loads ' + name + '\\n')
    return next(name, context)
  } })`)}`

beforeAll(async () => {
  const made = await prepareInstallation(email)
  folder = made.folder
  variables = { ...made.variables, FLEXOFFICE_LOG: 'info', NODE_OPTIONS: `--import ${watchImports}` }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const enter = (password = 'Secret-123') =>
  createClient({ baseUrl: `http://127.0.0.1:${variables.FLEXOFFICE_PORT}`, getToken: () => null })
    .call(signIn, { email, password })
    .then(
      ({ status }) => status,
      (error) => error.problem.code,
    )

describe('traces of a whole server', () => {
  it('are off, and nothing of them is loaded, while no collector is named', async () => {
    const server = await spawnServer({ ...variables, OTEL_SERVICE_NAME: 'office' })
    expect(await enter()).toBe('signed_in')
    expect(await server.stop()).toBe(0)
    expect(server.output()).not.toContain('loads @opentelemetry')
    expect(server.output()).not.toContain('trace_id')
  }, 60_000)

  it('are sent at the stop at the latest, and named in the log', async () => {
    const collector = await startTraceCollector()
    const server = await spawnServer({
      ...variables,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '600000',
    })
    expect(await enter('Wrong-123')).not.toBe('signed_in')
    expect(await enter()).toBe('signed_in')
    expect(collector.spans()).toEqual([])
    expect(await server.stop()).toBe(0)
    const spans = collector.spans().filter(({ name }) => name === signIn.name)
    expect(spans.map((span) => span.attributes['flexoffice.outcome'])).toEqual(['failed', 'done'])
    expect(spans[0]!.resource['service.name']).toBe('flexoffice')
    const [line] = server
      .output()
      .split('\n')
      .filter((text) => text.includes('a sign-in failed'))
    expect(JSON.parse(line!)).toMatchObject({ trace_id: spans[0]!.traceId, span_id: spans[0]!.spanId })
    expect(server.output()).toContain('loads @opentelemetry/sdk-trace')
    expect(collector.requests.every(({ path }) => path === '/v1/traces')).toBe(true)
    expect(collector.text()).not.toContain('Secret-123')
    await collector.close()
  }, 60_000)

  it('do no harm where no collector answers: the log tells once', async () => {
    const server = await spawnServer({
      ...variables,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await findFreePort()}`,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=hidden-key',
      OTEL_EXPORTER_OTLP_TIMEOUT: '300',
      OTEL_BSP_SCHEDULE_DELAY: '20',
    })
    for (let call = 0; call < 5; call += 1) expect(await enter()).toBe('signed_in')
    expect(await server.stop()).toBe(0)
    expect(server.output().match(/traces could not be sent/g)).toHaveLength(1)
    expect(server.output()).not.toContain('hidden-key')
  }, 60_000)

  it('are refused before the start over a variable that cannot be used', async () => {
    const wrong = { ...variables, OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' }
    const { code, output } = await runCommand('main.ts', wrong)
    expect([code, output]).toEqual([1, expect.stringContaining('OTEL_EXPORTER_OTLP_ENDPOINT')])
  })

  it('go as protobuf unless JSON is asked for, and only the share that the sampler takes', async () => {
    const collector = await startTraceCollector()
    const send = async (given: Parameters<typeof openTestTracing>[1]) => {
      const tracing = await openTestTracing(collector.url, given)
      await tracing.within({ name: 'a-span-of-work', attributes: {} }, async () => {})
      await tracing.stop()
    }
    await send({ protocol: 'http/protobuf', sampler: { name: 'traceidratio', ratio: 0 } })
    await send({ protocol: 'http/protobuf', sampler: { name: 'parentbased_always_off', ratio: 1 } })
    expect(collector.requests).toEqual([])
    await send({ protocol: 'http/protobuf', sampler: { name: 'parentbased_traceidratio', ratio: 1 } })
    expect(collector.requests.map(({ contentType }) => contentType)).toEqual(['application/x-protobuf'])
    expect(collector.text()).toContain('a-span-of-work')
    await collector.close()
  })
})
