import type { Logger } from 'pino'
import { z } from 'zod'
import type { StoreConnection } from '../store/management-store.ts'
import { listenToChannel } from './listen-channel.ts'

const epochScope = z.object({
  tenantId: z.string(),
  personId: z.string().optional(),
  sessionId: z.string().optional(),
  role: z.string().optional(),
  policies: z.boolean().optional(),
})

/** What changed: sessions of a person, one session, those of all who hold a role, or the policies of a tenant. */
export type EpochScope = z.infer<typeof epochScope>

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

/** Starts listening; reconnects by itself when the store restarts, or when its connection carries nothing any more. */
export async function startEpochs(connection: StoreConnection, log: Logger): Promise<Epochs> {
  const listeners = new Set<(scope: EpochScope) => void>()
  let count = 0

  function tell(scope: EpochScope): void {
    count += 1
    for (const hear of listeners) hear(scope)
  }

  const channel = listenToChannel({
    connection,
    channel: epochChannel,
    message: epochScope,
    // What was said while we were away is unknown: every cache starts again.
    hear: (scope) => tell(scope ?? { tenantId: '*', policies: true }),
    heartbeatMilliseconds,
    log,
  })
  try {
    await channel.ready
  } catch (error) {
    await channel.stop()
    throw error
  }

  return {
    subscribe(hear) {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
    applyLocally: tell,
    isFresh: () => Date.now() - channel.lastHeard() < staleMilliseconds,
    heard: () => count,
    stop: () => channel.stop(),
  }
}
