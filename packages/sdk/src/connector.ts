import { AppError } from '@flexoffice/base'
import type { ValueType } from '@flexoffice/expression/types'
import { z } from 'zod'

export type { ValueType } from '@flexoffice/expression/types'

/** The SQL that a connector's source speaks; null when it speaks none and the platform evaluates over its rows. */
export type ConnectorDialect = 'postgres' | 'mysql' | 'duckdb' | null

/** What a source can do beyond being read. The platform offers only what is declared here. */
export interface ConnectorCapabilities {
  write: boolean
  transactions: boolean
  stream: boolean
  /** A cancelled read stops at the source too, not only here. */
  cancel: boolean
  /** Column identities survive a rename (otherwise the name is the identity). */
  stableColumnIds: boolean
}

/**
 * A secret of the settings. It cannot be serialised, logged or shown by accident: JSON, templates and inspection give
 * `[secret]`; only `reveal()`, which connectors call when they sign in, gives the text.
 */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  reveal(): string {
    return this.#text
  }

  toJSON(): string {
    return '[secret]'
  }

  toString(): string {
    return '[secret]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]'
  }
}

/** A settings field that is write-only: text goes in, a `Secret` comes out, and no answer ever holds it. */
export function secret(maximumLength = 4096) {
  return z
    .union([z.string().max(maximumLength), z.instanceof(Secret)])
    .transform((value) => (value instanceof Secret ? value : new Secret(value)))
    .meta({ secret: true, writeOnly: true })
}

/** The names of the settings that are secrets: to be encrypted, never returned. */
export function secretSettings(schema: z.ZodObject): string[] {
  return Object.keys(schema.shape).filter((name) => isSecretField(schema.shape[name]))
}

/** The settings as any reader of the source may see them: a secret becomes `{ isSet }`. */
export function publicSettings(
  schema: z.ZodObject,
  settings: Record<string, unknown>,
): Record<string, unknown> {
  const secrets = new Set(secretSettings(schema))
  return Object.fromEntries(
    Object.keys(schema.shape).map((name) => [
      name,
      secrets.has(name) ? { isSet: settings[name] !== undefined } : settings[name],
    ]),
  )
}

/** What the operator allows a connector to reach. Metadata addresses and our own listeners stay refused in any case. */
export interface NetworkPolicy {
  /** Private and loopback addresses may be reached. Decided by the operator, never by a workspace. */
  allowPrivate: boolean
  /** Where this installation itself listens, embedded clusters included. Never reachable as a source. */
  ownListeners: readonly { host: string; port: number }[]
}

/** What the platform gives a connector to work with. */
export interface ConnectorContext {
  network: NetworkPolicy
  /** Shown in the server's own list of sessions. */
  applicationName?: string
  maximumConnections?: number
  idleTimeoutMilliseconds?: number
  /** How long a statement may wait for a free connection. */
  acquireTimeoutMilliseconds?: number
  /** The longest a statement may run unless it says less. */
  statementTimeoutMilliseconds?: number
  /** The most bytes of rows that one `query` may gather; larger results need `stream`. */
  maximumResultBytes?: number
}

/** A value bound to a parameter: text as the source reads it, bytes, or null. Numbers and dates are written as text. */
export type BoundValue = string | Uint8Array | null

/** One statement. With a `name` it is prepared once per connection; the same name must always carry the same text. */
export interface Statement {
  name?: string
  text: string
  values?: readonly BoundValue[]
  signal?: AbortSignal
  timeoutMilliseconds?: number
  /** At most this many rows; the result says whether there were more. */
  rowLimit?: number
  /**
   * Values come undecoded, with one letter per byte of their UTF-8 (`latin1`): for callers that only pass them on. Asked
   * only of connectors whose dialect is `postgres`.
   */
  undecoded?: boolean
  /**
   * Under load it may commit in one transaction with statements of others; refused together, each runs again alone. For
   * short statements that add rows and nothing else: they do not wait for each other's locks.
   */
  groupable?: boolean
}

/** A column of a result: its name and the source's number for its type. */
export interface ResultField {
  name: string
  typeOid: number
}

/** A row: each value as the source wrote it, as text, or null. */
export type TextRow = (string | null)[]

/** What a statement gave. */
export interface QueryResult {
  fields: readonly ResultField[]
  rows: TextRow[]
  /** Rows changed or returned, as the source counts them. */
  rowCount: number
  /** The source's own word for what it did, such as `INSERT 0 3`; empty when the rows were cut off. */
  tag: string
  /** There were more rows than `rowLimit`. */
  truncated: boolean
}

/** Rows that arrive in batches while the source still works; leaving the loop stops the source. */
export interface RowStream extends AsyncIterable<TextRow[]> {
  /** Known once the first batch has come. */
  readonly fields: readonly ResultField[]
}

/** Statements that commit together or not at all. */
export interface SourceTransaction {
  query(statement: Statement): Promise<QueryResult>
  stream(statement: Statement): RowStream
}

/** How a transaction is to run; the source's defaults apply where nothing is said. */
export interface TransactionOptions {
  readOnly?: boolean
  isolation?: 'read committed' | 'repeatable read' | 'serializable'
  signal?: AbortSignal
}

/** What a pool is doing now. */
export interface PoolStatistics {
  total: number
  idle: number
  waiting: number
  connecting: number
}

/** The connections to one source. A statement is repeated after a lost connection only when nothing had been sent. */
export interface ConnectionPool {
  query(statement: Statement): Promise<QueryResult>
  stream(statement: Statement): RowStream
  /** Runs `work` in a transaction; whatever it throws rolls everything back. */
  transaction<T>(
    work: (transaction: SourceTransaction) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>
  /** Lets running statements finish, refuses new ones, closes all connections. */
  end(): Promise<void>
  statistics(): PoolStatistics
}

/** What a successful connection test found. */
export interface ConnectionReport {
  product: string
  version: string
  /** The protocol of the encrypted channel, such as `TLSv1.3`, or null when it is not encrypted. */
  tls: string | null
  /** The source itself refuses writes (a replica, or read-only by its own setting). */
  readOnly: boolean
  /** The login may change at least one table that it can see. */
  canWrite: boolean
  latencyMilliseconds: number
}

/** A column as introspection found it. */
export interface SourceColumn {
  /** Stays the same over renames where the connector declares stable ids. */
  identity: string
  name: string
  position: number
  type: ValueType
  /** The source's own name of the type, such as `numeric(12,2)`. */
  databaseType: string
  nullable: boolean
  /** The default as the source's expression, or null. */
  defaultExpression: string | null
  /** The source computes or numbers the column itself: it is not to be written. */
  generated: 'no' | 'stored' | 'identity-always' | 'identity-by-default'
  /** Has a default, an identity or a sequence, so a new row need not give it. */
  optionalOnInsert: boolean
  /** The allowed values when the type lists them. */
  enumLabels: string[] | null
  /** The greatest number of characters, where the type has one. */
  maximumLength: number | null
  comment: string | null
}

/** Which operations the login itself may do on a table; the platform's policy narrows this further. */
export interface SourceTableAbilities {
  insert: boolean
  update: boolean
  delete: boolean
}

/** A table or view as introspection found it. */
export interface SourceTable {
  identity: string
  schema: string
  name: string
  kind: 'table' | 'partitioned' | 'foreign' | 'view' | 'materialized-view'
  columns: SourceColumn[]
  /** Column identities of the primary key, else of the first unique key without nulls, else null: then read-only. */
  key: string[] | null
  abilities: SourceTableAbilities
  approximateRowCount: number | null
  comment: string | null
}

/** A foreign key: the columns of one table that name a row of another, in the same order. */
export interface SourceRelation {
  identity: string
  name: string
  fromTable: string
  fromColumns: string[]
  toTable: string
  toColumns: string[]
}

/** Everything that the login may read. */
export interface SourceSchema {
  schemas: string[]
  tables: SourceTable[]
  relations: SourceRelation[]
}

/** A connector: how to test, look into and open one kind of source. Made by `defineConnector`. */
export interface Connector<Schema extends z.ZodObject = z.ZodObject> {
  name: string
  dialect: ConnectorDialect
  settingsSchema: Schema
  capabilities: ConnectorCapabilities
  /** Resolves with what was found, or throws an AppError whose `reason` and field name the remedy. */
  testConnection(
    settings: z.output<Schema>,
    context: ConnectorContext,
    signal?: AbortSignal,
  ): Promise<ConnectionReport>
  introspect(pool: ConnectionPool, settings: z.output<Schema>, signal?: AbortSignal): Promise<SourceSchema>
  /** Opens lazily: the first statement connects. */
  open(settings: z.output<Schema>, context: ConnectorContext): ConnectionPool
}

/** Declares a connector. Settings are an allow-list: the schema must refuse unknown keys. */
export function defineConnector<Schema extends z.ZodObject>(connector: Connector<Schema>): Connector<Schema> {
  if (!/^[a-z][a-z0-9-]*$/.test(connector.name)) {
    throw new Error(`A connector's name has small letters, digits and hyphens: ${connector.name}`)
  }
  if (!refusesUnknownKeys(connector.settingsSchema)) {
    throw new Error(
      `The settings of connector ${connector.name} must refuse unknown keys: use z.strictObject`,
    )
  }
  return connector
}

/** Reads settings from outside. Throws `invalid_input` that names each wrong or unknown field. */
export function parseSettings<Schema extends z.ZodObject>(
  connector: Connector<Schema>,
  input: unknown,
): z.output<Schema> {
  const parsed = connector.settingsSchema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.flatMap(fieldProblems)
  throw new AppError('invalid_input', {
    public: `Some settings of the connection are not right: ${fields.map((field) => field.message).join(' ')}`,
    fields,
    reason: 'source_invalid_settings',
  })
}

/** What is known about a statement that failed. `unknown`: it had been sent and no answer came. */
export type StatementOutcome = 'not-sent' | 'refused' | 'unknown'

/**
 * The technical side of a source's error, for the platform: names may be shown only to those who may read them.
 * `databaseText` may hold values of rows; it is not enumerable, so that no log or answer carries it by accident.
 */
export interface SourceFailure {
  outcome: StatementOutcome
  /** The same statement may succeed if it is simply tried again (deadlock, serialization, restart). */
  retryable: boolean
  /** The five characters of SQLSTATE, where the source gave one. */
  state: string | null
  schema: string | null
  table: string | null
  column: string | null
  constraint: string | null
  /** Where in the statement's text the mistake is, counted in characters from 1. */
  position: number | null
  readonly databaseText: string | null
}

const failures = new WeakMap<AppError, SourceFailure>()

/** Ties the technical side to the error, out of sight of every serialiser. Used by connectors. */
export function withSourceFailure(
  error: AppError,
  failure: Omit<SourceFailure, 'databaseText'>,
  databaseText: string | null,
): AppError {
  const kept = { ...failure } as SourceFailure
  Object.defineProperty(kept, 'databaseText', { value: databaseText, enumerable: false })
  failures.set(error, Object.freeze(kept))
  return error
}

/** The technical side of an error that a connector threw; null for any other error. */
export function sourceFailureOf(error: unknown): SourceFailure | null {
  return error instanceof AppError ? (failures.get(error) ?? null) : null
}

function isSecretField(schema: unknown): boolean {
  let current = schema as
    | { def?: { innerType?: unknown }; meta?: () => Record<string, unknown> | undefined }
    | undefined
  while (current) {
    if (current.meta?.()?.secret === true) return true
    current = current.def?.innerType as typeof current
  }
  return false
}

function refusesUnknownKeys(schema: z.ZodObject): boolean {
  return schema.def.catchall?._zod.def.type === 'never'
}

function fieldProblems(issue: z.core.$ZodIssue) {
  const path = `/${issue.path.map(String).join('/')}`
  if (issue.code !== 'unrecognized_keys') {
    const name = issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''
    return [{ path, message: `${name}${issue.message}.`.replace(/\.\.$/, '.'), code: issue.code }]
  }
  return issue.keys.map((key) => ({
    path: issue.path.length > 0 ? `${path}/${key}` : `/${key}`,
    message: `There is no setting "${key.slice(0, 60)}"; remove it.`,
    code: 'unknown_setting',
  }))
}
