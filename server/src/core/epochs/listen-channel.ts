import { Socket } from 'node:net'
import pg from 'pg'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { StoreConnection } from '../store/management-store.ts'

export interface ChannelOptions<Message> {
  connection: StoreConnection
  channel: string
  /** What is said on the channel; anything else is heard as null. */
  message: z.ZodType<Message>
  /** Null: anything may have been said, since what came was not understood, or the connection is new. */
  hear: (message: Message | null) => void
  heartbeatMilliseconds: number
  log: Logger
}

/** An ear on a NOTIFY channel of the management store. */
export interface Channel {
  /** Resolves when it listens for the first time; rejects when the first attempt failed. It tries again by itself. */
  ready: Promise<void>
  /** When something was last heard, its own heartbeat included. */
  lastHeard(): number
  stop(): Promise<void>
}

/** No answer for so long means that the connection is lost, though nobody said so. */
const answerMilliseconds = 2_000

/**
 * Listens to a channel for as long as the process lives. A connection that breaks, or that stays open and carries nothing
 * any more, is given up and made anew.
 */
export function listenToChannel<Message>(options: ChannelOptions<Message>): Channel {
  const { channel, hear, log } = options
  let link: Link | null = null
  let lastHeard = 0
  let isStopped = false

  function receive(payload: string | undefined): void {
    lastHeard = Date.now()
    if (payload) hear(readMessage(options, payload))
  }

  async function connect(): Promise<void> {
    const next = makeLink(options.connection)
    next.client.on('notification', ({ payload }) => receive(payload))
    next.client.on('end', () => {
      if (link === next) link = null
    })
    await next.client.connect()
    await next.client.query(`listen ${channel}`).catch((error) => {
      next.socket.destroy()
      throw error
    })
    if (isStopped) return void next.socket.destroy()
    link = next
    lastHeard = Date.now()
    hear(null)
  }

  async function beat(): Promise<void> {
    const beaten = link
    try {
      await (beaten ? beaten.client.query(`notify ${channel}`) : connect())
    } catch (error) {
      if (beaten) log.warn({ err: error, channel }, 'a channel of the store was lost; it is opened anew')
      beaten?.socket.destroy()
      if (link === beaten) link = null
    }
  }

  const ready = connect()
  let beating: Promise<void> | null = ready
    .catch(() => {})
    .finally(() => {
      beating = null
    })
  const timer = setInterval(() => {
    beating ??= beat().finally(() => {
      beating = null
    })
  }, options.heartbeatMilliseconds)
  timer.unref()

  return {
    ready,
    lastHeard: () => lastHeard,
    async stop() {
      isStopped = true
      clearInterval(timer)
      await beating
      const { client, socket } = link ?? {}
      if (!client || !socket) return
      const limit = setTimeout(() => socket.destroy(), answerMilliseconds)
      await client.end().catch(() => {})
      clearTimeout(limit)
    },
  }
}

interface Link {
  client: pg.Client
  /** Kept, since only destroying it ends a connection whose other side does not answer. */
  socket: Socket
}

function makeLink(connection: StoreConnection): Link {
  const socket = new Socket()
  const client = new pg.Client({
    ...connection,
    stream: () => socket,
    connectionTimeoutMillis: answerMilliseconds,
    query_timeout: answerMilliseconds,
  })
  // That it broke is heard as its end, and at the next heartbeat.
  client.on('error', () => {})
  return { client, socket }
}

function readMessage<Message>(
  { message, channel, log }: ChannelOptions<Message>,
  payload: string,
): Message | null {
  try {
    return message.parse(JSON.parse(payload))
  } catch (error) {
    log.warn({ err: error, channel }, 'a notification was not understood; anything may have changed')
    return null
  }
}
