import { expect, it } from 'vitest'
import { readTracing } from './tracing-config.ts'

const endpoint = 'http://localhost:4318'

it('is off unless a collector is named, and where it is switched off', () => {
  expect(readTracing({})).toBeNull()
  expect(readTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBeNull()
  expect(readTracing({ OTEL_SERVICE_NAME: 'office' })).toBeNull()
  expect(readTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SDK_DISABLED: 'true' })).toBeNull()
  expect(readTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_EXPORTER: 'none' })).toBeNull()
})

it('reads the standard variables, with the defaults of the standard', () => {
  const usual = {
    protocol: 'http/protobuf',
    sampler: { name: 'parentbased_always_on', ratio: 1 },
    batch: {},
  }
  expect(readTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })).toEqual(usual)
  expect(readTracing({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint })).toEqual(usual)
  const given = {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
    OTEL_TRACES_SAMPLER: 'traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
    OTEL_BSP_SCHEDULE_DELAY: '1000',
    OTEL_BSP_MAX_QUEUE_SIZE: '64',
  }
  expect(readTracing(given)).toEqual({
    protocol: 'http/json',
    sampler: { name: 'traceidratio', ratio: 0.25 },
    batch: { scheduledDelayMillis: 1000, maxQueueSize: 64 },
  })
})

it('ends the start over an unusable value, by the name of its variable', () => {
  const unusable = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'ftp://collector',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_TRACES_SAMPLER: 'sometimes',
    OTEL_BSP_SCHEDULE_DELAY: 'soon',
  }
  for (const [name, value] of Object.entries(unusable))
    expect(() => readTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, [name]: value })).toThrow(name)
  const share = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '2' }
  expect(() => readTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...share })).toThrow('between 0 and 1')
})

it('keeps the password of an address out of its refusal', () => {
  const wrong = () => readTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: 'tcp://user:hidden@collector' })
  expect(wrong).toThrow('OTEL_EXPORTER_OTLP_ENDPOINT')
  expect(wrong).not.toThrow('hidden')
})
