import { defineOperation } from '@flexoffice/contract/operation'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { features } from '../../features.ts'
import { defineFeature } from '../feature.ts'
import { operation } from '../operation.ts'
import type { TestServer } from '../testing/test-server.ts'
import { startTestServer } from '../testing/test-server.ts'
import type { TraceCollector } from '../testing/trace-collector.ts'
import { openTestTracing, startTraceCollector } from '../testing/trace-collector.ts'
import type { Tracing } from './tracing.ts'

const startWork = defineOperation({
  name: 'probe/start-work',
  kind: 'write',
  summary: 'Adds a job.',
  audience: 'signed-in',
  http: { method: 'POST', path: '/api/probe' },
  input: z.strictObject({}),
  output: z.strictObject({}),
})

const seen: Record<string, unknown>[] = []
const probe = defineFeature({
  name: 'probe',
  operations: [
    operation(startWork, {
      allow: 'signedIn',
      async run(ctx) {
        await ctx.enqueue('probe/work', { word: 'secret-word' })
        return {}
      },
    }),
  ],
  jobs: {
    async 'probe/work'({ attempt }, payload) {
      seen.push(payload)
      if (attempt === 1) throw new Error('secret-failure')
    },
  },
})

let collector: TraceCollector
let tracing: Tracing
let server: TestServer
beforeAll(async () => {
  collector = await startTraceCollector()
  tracing = await openTestTracing(collector.url)
  server = await startTestServer([...features, probe], { tracing })
})
afterAll(async () => {
  await server.stop()
  await tracing.stop()
  await collector.close()
})

it('a job goes on in the trace of the operation that asked for it, and its payload is what it was', async () => {
  const ana = await server.createPerson({ roles: ['admin'] })
  await ana.client.call(startWork, {})
  const [asked] = await collector.find(({ name }) => name === startWork.name)
  const [failed] = await collector.find(({ name }) => name === 'job probe/work')
  expect(failed).toMatchObject({
    traceId: asked!.traceId,
    parentSpanId: asked!.spanId,
    kind: 5,
    status: 2,
    attributes: {
      'flexoffice.tenant.id': ana.tenantId,
      'flexoffice.job.attempt': 1,
      'error.type': 'internal',
    },
  })
  expect(seen[0]).toEqual({ word: 'secret-word' })
  expect(collector.text()).not.toContain('secret')
})
