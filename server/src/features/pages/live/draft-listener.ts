import { z } from 'zod'
import { listenToChannel } from '../../../core/epochs/listen-channel.ts'
import type { Runtime } from '../../../core/runtime.ts'
import { draftChannel } from '../draft-store.ts'

const heartbeatMilliseconds = 1_000
const change = z.object({ pageId: z.string(), node: z.string() })

/**
 * Hears of stored changes from every process; after a lost connection, and for what it does not understand, `hear(null)`
 * says that anything may have changed.
 */
export function listenToDrafts(
  runtime: Runtime,
  hear: (change: { pageId: string; node: string } | null) => void,
): () => Promise<void> {
  const channel = listenToChannel({
    connection: runtime.store.connection.app,
    channel: draftChannel,
    message: change,
    hear,
    heartbeatMilliseconds,
    log: runtime.log,
  })
  // It tries again with each heartbeat.
  channel.ready.catch((error) => runtime.log.warn({ err: error }, 'changes of pages are not heard yet'))
  return () => channel.stop()
}
