import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { waitFor } from '@flexoffice/testkit'
import { openTracing } from '../tracing/open-tracing.ts'
import type { Tracing } from '../tracing/tracing.ts'
import type { TracingConfig } from '../tracing/tracing-config.ts'
import { readTracing } from '../tracing/tracing-config.ts'

/** A span as it arrived. */
export interface ReceivedSpan {
  name: string
  traceId: string
  spanId: string
  parentSpanId: string
  /** As OTLP numbers them: 1 inside, 2 server, 3 client, 5 consumer. */
  kind: number
  /** 2 = failed. */
  status: number
  attributes: Record<string, string | number | boolean>
  resource: Record<string, string | number | boolean>
}

export interface TraceCollector {
  url: string
  /** What arrived as JSON so far. */
  spans(): ReceivedSpan[]
  /** Waits for spans that fit; answers all of those. */
  find(fits: (span: ReceivedSpan) => boolean, count?: number): Promise<ReceivedSpan[]>
  /** The bodies as they came, to look for what must not be in them. */
  text(): string
  requests: { path: string; contentType: string; headers: NodeJS.Dict<string | string[]> }[]
  close(): Promise<void>
}

/** Receives traces as a collector does, over HTTP on a free port of this machine. */
export async function startTraceCollector(): Promise<TraceCollector> {
  const bodies: { text: string; isJson: boolean }[] = []
  const requests: TraceCollector['requests'] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const contentType = request.headers['content-type'] ?? ''
      const isJson = contentType === 'application/json'
      requests.push({ path: request.url ?? '', contentType, headers: request.headers })
      bodies.push({ text: Buffer.concat(parts).toString(isJson ? 'utf8' : 'latin1'), isJson })
      response.setHeader('content-type', contentType).end(isJson ? '{}' : '')
    })
  })
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  const spans = () => bodies.filter(({ isJson }) => isJson).flatMap(({ text }) => readSpans(text))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    async find(fits, count = 1) {
      await waitFor(() => spans().filter(fits).length >= count)
      return spans().filter(fits)
    },
    text: () => bodies.map(({ text }) => text).join('\n'),
    requests,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

interface WireAttribute {
  key: string
  value: { stringValue?: string; intValue?: number; boolValue?: boolean }
}

interface WireSpan extends Omit<ReceivedSpan, 'attributes' | 'resource' | 'status' | 'parentSpanId'> {
  parentSpanId?: string
  status?: { code?: number }
  attributes: WireAttribute[]
}

function readSpans(text: string): ReceivedSpan[] {
  const { resourceSpans } = JSON.parse(text) as {
    resourceSpans: { resource: { attributes: WireAttribute[] }; scopeSpans: { spans: WireSpan[] }[] }[]
  }
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        ...span,
        parentSpanId: span.parentSpanId ?? '',
        status: span.status?.code ?? 0,
        attributes: readAttributes(span.attributes),
        resource: readAttributes(resource.attributes),
      })),
    ),
  )
}

function readAttributes(attributes: WireAttribute[]): ReceivedSpan['attributes'] {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.stringValue ?? value.intValue ?? value.boolValue ?? JSON.stringify(value),
    ]),
  )
}

/** Opens traces as the server does, with the standard variables of an operator; batches leave at once. */
export async function openTestTracing(url: string, given: Partial<TracingConfig> = {}): Promise<Tracing> {
  const variables = {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=key-of-acme',
    OTEL_SERVICE_NAME: 'office-of-acme',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.site=north',
    OTEL_BSP_SCHEDULE_DELAY: '20',
  }
  const before = { ...process.env }
  Object.assign(process.env, variables)
  try {
    return await openTracing({ ...readTracing(process.env)!, ...given })
  } finally {
    for (const name of Object.keys(variables)) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  }
}
