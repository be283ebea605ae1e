/** What a span says of itself: names, ids and codes. Never values of records, addresses of people, tokens or parameters. */
export type SpanAttributes = Record<string, string | number | boolean>

/** A span that begins now. */
export interface SpanStart {
  name: string
  /** `client`: calls a database; its failures are always told as such. Default: work inside of the server. */
  kind?: 'server' | 'client' | 'consumer'
  attributes: SpanAttributes
  /** The `traceparent` of whoever asked for the work; absent = the span in which it begins, if there is one. */
  parent?: string
  /** What is known only when the work is over; null = it went well. */
  atEnd?(error: unknown): SpanAttributes
}

/** Traces by OpenTelemetry. Exists only where the operator named a collector; otherwise none of it is loaded. */
export interface Tracing {
  /** Does work within a span; spans that begin meanwhile are its children. */
  within<Result>(start: SpanStart, work: () => Promise<Result>): Promise<Result>
  /** Begins a span whose end the caller tells, for work that is no promise. */
  begin(start: SpanStart): (error: unknown) => void
  /** Tells of work that is over: it began at this time of `Date.now()`, and belongs to no other span. */
  past(name: string, startedAt: number, attributes: SpanAttributes): void
  /** Adds to the span in which the caller is. */
  note(attributes: SpanAttributes): void
  /** Does work for a caller from outside, whose `traceparent` is the parent of what begins meanwhile. */
  forCaller(traceparent: string | undefined, work: () => void): void
  /** Does work that outlives the span in which it was first needed. */
  apart<Result>(work: () => Result): Result
  /** The span in which the caller is, as a `traceparent`; null = none. */
  traceparent(): string | null
  /** What log lines carry, by the names that OpenTelemetry gives them. */
  logFields(): { trace_id?: string; span_id?: string }
  /** Where trouble with the collector is told. */
  reportTo(log: { warn(fields: object, text: string): void }): void
  /** Sends what is left, for a few seconds at most. */
  stop(): Promise<void>
}
