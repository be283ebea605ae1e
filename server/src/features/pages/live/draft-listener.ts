import pg from 'pg'
import type { Runtime } from '../../../core/runtime.ts'
import { draftChannel } from '../draft-store.ts'

const retryMilliseconds = 500

/** Hears of stored changes from every process; after a lost connection `hear(null)` says that anything may have changed. */
export function listenToDrafts(
  runtime: Runtime,
  hear: (change: { pageId: string; node: string } | null) => void,
): () => Promise<void> {
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | null = null
  let isStopped = false

  function retry(): void {
    client = null
    if (!isStopped) timer ??= setTimeout(() => void connect(), retryMilliseconds)
  }

  async function connect(): Promise<void> {
    timer = null
    const next = new pg.Client(runtime.store.connection.app)
    next.on('notification', ({ payload }) => {
      if (payload) hear(JSON.parse(payload) as { pageId: string; node: string })
    })
    next.on('error', () => {})
    try {
      await next.connect()
      await next.query(`listen ${draftChannel}`)
    } catch {
      await next.end().catch(() => {})
      return retry()
    }
    if (isStopped) return void (await next.end().catch(() => {}))
    next.on('end', retry)
    client = next
    hear(null)
  }

  const started = connect()
  return async () => {
    isStopped = true
    if (timer) clearTimeout(timer)
    await started
    await client?.end().catch(() => {})
  }
}
