import pg from 'pg'
import type { Logger } from 'pino'
import type { StoreConnection } from '../store/management-store.ts'

/** What changed: sessions of a person or one session, or the policies and roles of a tenant. */
export type EpochScope = { tenantId: string; personId?: string; sessionId?: string; policies?: boolean }

/**
 * Tells every node at once that sessions or policies changed. Caches subscribe and drop what is named. While nothing has
 * been heard for a second (not even our own heartbeat) `isFresh` is false and callers ask the store before each decision.
 */
export interface Epochs {
  subscribe(hear: (scope: EpochScope) => void): () => void
  /** Applies a change on this node without waiting for the round trip; the transaction sends it to the others. */
  applyLocally(scope: EpochScope): void
  isFresh(): boolean
  /** Counts changes heard, for tests and metrics. */
  heard(): number
  stop(): Promise<void>
}

export const epochChannel = 'flexoffice_epoch'
const heartbeatMilliseconds = 250
const staleMilliseconds = 1_000

/** Starts listening; reconnects by itself when the store restarts. */
export async function startEpochs(connection: StoreConnection, log: Logger): Promise<Epochs> {
  const listeners = new Set<(scope: EpochScope) => void>()
  let client: pg.Client | null = null
  let lastHeard = 0
  let count = 0
  let stopped = false

  function tell(scope: EpochScope): void {
    count += 1
    for (const hear of listeners) hear(scope)
  }

  async function connect(): Promise<void> {
    const next = new pg.Client(connection)
    next.on('notification', (message) => {
      lastHeard = Date.now()
      if (message.payload) tell(JSON.parse(message.payload) as EpochScope)
    })
    next.on('error', (error) => {
      log.warn({ err: error }, 'the epoch channel was lost; every decision asks the store until it is back')
      client = null
    })
    next.on('end', () => {
      if (client === next) client = null
    })
    await next.connect()
    await next.query(`listen ${epochChannel}`)
    client = next
    lastHeard = Date.now()
  }

  await connect()
  let busy = false
  const timer = setInterval(async () => {
    if (busy || stopped) return
    busy = true
    try {
      if (client) await client.query(`notify ${epochChannel}`)
      else {
        await connect()
        // What was said while we were away is unknown: every cache starts again.
        tell({ tenantId: '*', policies: true })
      }
    } catch {
      client = null
    } finally {
      busy = false
    }
  }, heartbeatMilliseconds)
  timer.unref()

  return {
    subscribe(hear) {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
    applyLocally: tell,
    isFresh: () => Date.now() - lastHeard < staleMilliseconds,
    heard: () => count,
    async stop() {
      stopped = true
      clearInterval(timer)
      await client?.end().catch(() => {})
    },
  }
}
