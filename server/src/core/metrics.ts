import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

export interface Metrics {
  registry: Registry
  operations: Histogram<'operation' | 'outcome'>
  events: Counter<'event'>
  setAside: Counter
}

/** Makes the registry of figures that `/metrics` shows to Prometheus. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 })
  return {
    registry,
    operations: new Histogram({
      name: 'flexoffice_operation_seconds',
      help: 'Time of operations by name and outcome',
      labelNames: ['operation', 'outcome'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
      registers: [registry],
    }),
    events: new Counter({
      name: 'flexoffice_events_total',
      help: 'Events published to browsers',
      labelNames: ['event'],
      registers: [registry],
    }),
    setAside: new Counter({
      name: 'flexoffice_journal_set_aside_total',
      help: 'Journal rows that could not be taken into the audit log and were set aside; look at core.set_aside_entry',
      registers: [registry],
    }),
  }
}
