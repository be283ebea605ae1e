import pg from 'pg'
import type { BackendKey } from './cancel-request.ts'
import { sendCancelRequest } from './cancel-request.ts'
import { connectError, explainConnectFailure } from './connect-errors.ts'
import { PreparedStatements } from './prepared-statements.ts'
import { RowConnection } from './row-connection.ts'
import { isServerError } from './statement-errors.ts'
import type { PostgresEndpoint, PostgresLogin } from './target.ts'
import { isSocketFolder, sessionParameters, tlsOptions } from './target.ts'

const cancelTimeoutMilliseconds = 5_000

/** One session: the driver's client, what is prepared on it, and how to stop what it does. */
export class PostgresConnection {
  readonly client: pg.Client
  readonly prepared = new PreparedStatements()
  /** The session is gone or must not be used again. */
  broken = false
  idleSince = 0
  /** Resolves when a cancel request has reached its end; before that it could hit the next statement. */
  cancelling: Promise<void> | null = null
  readonly #login: PostgresLogin
  readonly #endpoint: PostgresEndpoint

  constructor(client: pg.Client, login: PostgresLogin, endpoint: PostgresEndpoint, onBroken: () => void) {
    this.client = client
    this.#login = login
    this.#endpoint = endpoint
    const breakOnce = () => {
      if (this.broken) return
      this.broken = true
      onBroken()
    }
    client.on('error', breakOnce)
    client.on('end', breakOnce)
  }

  /** Sends a cancel request; what runs then ends with an error of its own. */
  cancel(): void {
    const { processID, secretKey } = this.client as unknown as { processID: number; secretKey: number }
    const key: BackendKey = { processId: processID, secretKey }
    const sent = sendCancelRequest(this.#login, this.#endpoint, key, cancelTimeoutMilliseconds)
    this.cancelling = sent.finally(() => {
      this.cancelling = null
    })
  }

  /** Cuts the connection without a word; what runs on it fails at once. */
  destroy(): void {
    socketOf(this.client).destroy()
  }

  async close(): Promise<void> {
    if (this.broken) return this.destroy()
    this.broken = true
    await this.client.end().catch(() => undefined)
  }

  /** The encryption of the channel, such as `TLSv1.3`, or null. */
  get tlsProtocol(): string | null {
    const socket = socketOf(this.client) as { getProtocol?: () => string | null }
    return socket.getProtocol?.() ?? null
  }
}

/**
 * Signs in at the first address that answers. Throws an AppError with the exact reason; an answer of PostgreSQL itself
 * is final, a silent address leads to the next.
 */
export async function openConnection(
  login: PostgresLogin,
  onBroken: (connection: PostgresConnection) => void,
) {
  const endpoints = await login.locate()
  let failure: unknown = connectError('source_unknown_host')
  for (const endpoint of endpoints) {
    try {
      return await signIn(login, endpoint, onBroken, true)
    } catch (error) {
      failure = error
      if (isServerError(error)) break
    }
  }
  throw explainConnectFailure(failure, login.tlsMode !== 'disable')
}

async function signIn(
  login: PostgresLogin,
  endpoint: PostgresEndpoint,
  onBroken: (connection: PostgresConnection) => void,
  withOptions: boolean,
): Promise<PostgresConnection> {
  const client = new pg.Client(withRowConnection(clientConfig(login, endpoint)))
  // Set here and not in the configuration, where nothing would mean "look into PGOPTIONS".
  const parameters = (client as unknown as { connectionParameters: { options: string | undefined } })
    .connectionParameters
  parameters.options = withOptions ? startupOptions(login) : undefined
  const connection: PostgresConnection = new PostgresConnection(client, login, endpoint, () =>
    onBroken(connection),
  )
  try {
    await client.connect()
    if (!withOptions) await client.query(setStatements(login))
    return connection
  } catch (error) {
    connection.broken = true
    connection.destroy()
    if (withOptions && refusesOptions(error)) return await signIn(login, endpoint, onBroken, false)
    throw error
  }
}

function clientConfig(login: PostgresLogin, endpoint: PostgresEndpoint): pg.ClientConfig {
  return {
    host: endpoint.address,
    port: endpoint.port,
    user: login.user,
    database: login.database,
    // As a function it is never looked for in the environment or in a file of passwords.
    password: () => login.password?.reveal() ?? '',
    ssl: tlsOptions(login, endpoint),
    connectionTimeoutMillis: login.connectTimeoutMilliseconds,
    application_name: login.applicationName,
    client_encoding: 'UTF8',
    keepAlive: !isSocketFolder(endpoint.address),
    keepAliveInitialDelayMillis: 30_000,
  }
}

/** The driver makes its own connection from these settings unless it is given one; its types do not say so. */
function withRowConnection(config: pg.ClientConfig): pg.ClientConfig {
  const { ssl, keepAlive, keepAliveInitialDelayMillis } = config
  const connection = new RowConnection({ ssl, keepAlive, keepAliveInitialDelayMillis } as pg.ConnectionConfig)
  return { ...config, connection } as pg.ClientConfig
}

function startupOptions(login: PostgresLogin): string {
  const escapeSpaces = (value: string) => value.replace(/[\\ ]/g, '\\$&')
  return sessionParameters(login)
    .map(([name, value]) => `-c ${name}=${escapeSpaces(value)}`)
    .join(' ')
}

/** Poolers such as PgBouncer refuse options at start-up; then the same is said in one statement. */
function refusesOptions(error: unknown): boolean {
  return isServerError(error) && error.code === '08P01' && /options/.test(error.message)
}

function setStatements(login: PostgresLogin): string {
  return sessionParameters(login)
    .map(([name, value]) => `set ${name} = '${value}'`)
    .join(';')
}

function socketOf(client: pg.Client): { destroy(): void } {
  return (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream
}
