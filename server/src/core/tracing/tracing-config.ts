/** How traces are sent, by OpenTelemetry's standard variables. Address and headers are read by its exporter itself. */
export interface TracingConfig {
  protocol: 'http/protobuf' | 'http/json'
  sampler: { name: SamplerName; ratio: number }
  /** What the batches are cut by; absent = as OpenTelemetry does by default. */
  batch: {
    scheduledDelayMillis?: number
    exportTimeoutMillis?: number
    maxQueueSize?: number
    maxExportBatchSize?: number
  }
}

const samplers = ['always_on', 'always_off', 'traceidratio'] as const
type RootSampler = (typeof samplers)[number]
type SamplerName = RootSampler | `parentbased_${RootSampler}`

const batchVariables = {
  scheduledDelayMillis: 'OTEL_BSP_SCHEDULE_DELAY',
  exportTimeoutMillis: 'OTEL_BSP_EXPORT_TIMEOUT',
  maxQueueSize: 'OTEL_BSP_MAX_QUEUE_SIZE',
  maxExportBatchSize: 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE',
} as const

/** Reads the standard variables; null = no collector is named, or traces are switched off. Unusable ones end the start. */
export function readTracing(environment: NodeJS.ProcessEnv): TracingConfig | null {
  if (environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return null
  if (environment.OTEL_TRACES_EXPORTER === 'none') return null
  const named = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'].filter(
    (name) => environment[name],
  )
  if (named.length === 0) return null
  for (const name of named) checkAddress(name, environment[name]!)
  return {
    protocol: readProtocol(environment),
    sampler: readSampler(environment),
    batch: readBatch(environment),
  }
}

function checkAddress(name: string, text: string): void {
  const isHttp = URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
  // The address is not repeated: it may hold a password.
  if (!isHttp) throw new Error(`${name} must be an address such as http://localhost:4318.`)
}

function readProtocol(environment: NodeJS.ProcessEnv): TracingConfig['protocol'] {
  const name = environment.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL
    ? 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'
    : 'OTEL_EXPORTER_OTLP_PROTOCOL'
  const protocol = environment[name] || 'http/protobuf'
  if (protocol === 'http/protobuf' || protocol === 'http/json') return protocol
  throw new Error(
    `${name} is "${protocol}"; it must be http/protobuf or http/json (port 4318 of a collector).`,
  )
}

function readSampler(environment: NodeJS.ProcessEnv): TracingConfig['sampler'] {
  const name = environment.OTEL_TRACES_SAMPLER || 'parentbased_always_on'
  const known = samplers.flatMap((sampler) => [sampler, `parentbased_${sampler}`] as SamplerName[])
  const found = known.find((sampler) => sampler === name)
  if (!found) throw new Error(`OTEL_TRACES_SAMPLER is "${name}"; it must be one of ${known.join(', ')}.`)
  const given = environment.OTEL_TRACES_SAMPLER_ARG || '1'
  const ratio = Number(given)
  if (found.endsWith('traceidratio') && !(ratio >= 0 && ratio <= 1))
    throw new Error(`OTEL_TRACES_SAMPLER_ARG is "${given}"; it must be a share between 0 and 1.`)
  return { name: found, ratio }
}

function readBatch(environment: NodeJS.ProcessEnv): TracingConfig['batch'] {
  const batch: TracingConfig['batch'] = {}
  for (const [option, name] of Object.entries(batchVariables) as [keyof TracingConfig['batch'], string][]) {
    const text = environment[name]
    if (!text) continue
    const value = Number(text)
    if (!Number.isInteger(value) || value < 1)
      throw new Error(`${name} is "${text}"; it must be a whole number above 0.`)
    batch[option] = value
  }
  return batch
}
