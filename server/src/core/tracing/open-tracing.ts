import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context, Span, SpanOptions } from '@opentelemetry/api'
import {
  createContextKey,
  DiagLogLevel,
  diag,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { parseTraceParent } from '@opentelemetry/core'
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import type { Sampler, SpanExporter } from '@opentelemetry/sdk-trace'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { toAppError } from '../http/problem-answer.ts'
import type { SpanStart, Tracing } from './tracing.ts'
import type { TracingConfig } from './tracing-config.ts'

/** How long a stop waits for the collector. */
const stopMilliseconds = 3_000
/** Trouble with the collector is told once in this time: an unreachable one fails every few seconds. */
const tellMilliseconds = 60_000
const longestText = 500

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER }
/** The first span that a caller's request began: log lines after its end still name its trace. */
const firstSpanKey = createContextKey('first span of the request')

/** Opens traces; loaded only where a collector is named. Nothing of it is global but where trouble is told. */
export async function openTracing(config: TracingConfig): Promise<Tracing> {
  const provider = new TracerProvider({
    resource: describeService(),
    sampler: makeSampler(config.sampler),
    spanProcessors: [
      new BatchSpanProcessor({ ...config.batch, exporter: await makeExporter(config.protocol) }),
    ],
  })
  const tracer = provider.getTracer('flexoffice')
  const contexts = new AsyncLocalStorage<Context>()
  const active = () => contexts.getStore() ?? ROOT_CONTEXT

  function start({ name, kind, attributes, parent }: SpanStart): { span: Span; context: Context } {
    const around = parent ? callerContext(parent) : active()
    const options: SpanOptions = { kind: kind ? kinds[kind] : SpanKind.INTERNAL, attributes }
    const span = tracer.startSpan(name, options, around)
    const request = requestOf(around)
    if (request) request.span ??= span
    return { span, context: trace.setSpan(around, span) }
  }

  return {
    async within(begin, work) {
      const { span, context } = start(begin)
      let failure: unknown = null
      try {
        return await contexts.run(context, work)
      } catch (error) {
        failure = error ?? new Error('failed')
        throw error
      } finally {
        endSpan(span, begin, failure)
      }
    },
    begin(begin) {
      const { span } = start(begin)
      return (error) => endSpan(span, begin, error)
    },
    past(name, startedAt, attributes) {
      tracer.startSpan(name, { startTime: startedAt, attributes, root: true }, ROOT_CONTEXT).end()
    },
    note: (attributes) => void trace.getSpan(active())?.setAttributes(attributes),
    forCaller(traceparent, work) {
      contexts.run(callerContext(traceparent).setValue(firstSpanKey, { span: null }), work)
    },
    apart: (work) => contexts.run(ROOT_CONTEXT, work),
    traceparent: () => writeTraceparent(trace.getSpan(active())),
    logFields() {
      const context = active()
      const within = trace.getSpan(context)?.spanContext()
      const known = within && !within.isRemote ? within : (requestOf(context)?.span?.spanContext() ?? within)
      return known ? { trace_id: known.traceId, span_id: known.spanId } : {}
    },
    reportTo: (log) => tellTrouble(log),
    async stop() {
      const timer = new Promise<void>((done) => void setTimeout(done, stopMilliseconds).unref())
      await Promise.race([provider.shutdown().catch(() => {}), timer])
    },
  }
}

interface RequestSpan {
  span: Span | null
}

function requestOf(context: Context): RequestSpan | undefined {
  return context.getValue(firstSpanKey) as RequestSpan | undefined
}

function endSpan(span: Span, { kind, atEnd }: SpanStart, error: unknown): void {
  if (atEnd) span.setAttributes(atEnd(error))
  // A refusal is a right answer; no text of an error is sent, for it may quote a value.
  if (error !== null) {
    const { code, status } = toAppError(error)
    span.setAttribute('error.type', code)
    if (kind === 'client' || status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
  }
  span.end()
}

/** Only `traceparent` is read of what a caller sends; an unreadable one begins a trace of our own. */
function callerContext(traceparent: string | undefined): Context {
  const parsed = traceparent ? parseTraceParent(traceparent) : null
  return parsed ? trace.setSpanContext(ROOT_CONTEXT, { ...parsed, isRemote: true }) : ROOT_CONTEXT
}

function writeTraceparent(span: Span | undefined): string | null {
  if (!span) return null
  const { traceId, spanId, traceFlags } = span.spanContext()
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}

/** `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` win over our own name. */
function describeService() {
  return defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'flexoffice' }))
    .merge(detectResources({ detectors: [envDetector] }))
}

async function makeExporter(protocol: TracingConfig['protocol']): Promise<SpanExporter> {
  if (protocol === 'http/json') {
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http')
    return new OTLPTraceExporter()
  }
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto')
  return new OTLPTraceExporter()
}

function makeSampler({ name, ratio }: TracingConfig['sampler']): Sampler {
  const [prefix, rest] = name.startsWith('parentbased_') ? [true, name.slice(12)] : [false, name]
  const root =
    rest === 'always_on'
      ? new AlwaysOnSampler()
      : rest === 'always_off'
        ? new AlwaysOffSampler()
        : new TraceIdRatioBasedSampler(ratio)
  return prefix ? new ParentBasedSampler({ root }) : root
}

function tellTrouble(log: Parameters<Tracing['reportTo']>[0]): void {
  let toldAt = Number.NEGATIVE_INFINITY
  const tell = (text: string) => {
    if (performance.now() - toldAt < tellMilliseconds) return
    toldAt = performance.now()
    log.warn({ problem: text.slice(0, longestText) }, 'traces could not be sent; it is tried again')
  }
  const quiet = () => {}
  diag.setLogger(
    { error: tell, warn: tell, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  )
}
