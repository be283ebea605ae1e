import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Logger } from 'pino'
import type { StoreConnection } from '../store/management-store.ts'
import type { SpanAttributes, Tracing } from '../tracing/tracing.ts'
import { appendToChain } from './append-to-chain.ts'
import type { EmittedEvent, JournalEntry } from './journal-entry.ts'
import type { JournalRow } from './read-journal.ts'
import { batchBounds, readJournal } from './read-journal.ts'
import { isRowsFault, setAside } from './set-aside.ts'

/** A database whose journal is relayed: the management store itself, or a workspace's database. */
export interface JournalSource {
  name: string
  /** Whose database it is: its rows count as this tenant's whatever they say. Absent = the management store, of all tenants. */
  tenantId?: string
  /** A connection that may read and remove journal rows there, and nothing else. */
  pool: pg.Pool
}

export interface Relay {
  addSource(source: JournalSource): void
  removeSource(name: string): void
  /** Asks for a round now instead of at the next tick. */
  wake(): void
  /** Whether rounds go on and the latest one copied the management store's journal. */
  isRunning(): boolean
  /** Resolves when every journal row written before the call is in the audit log. */
  settle(): Promise<void>
  stop(): Promise<void>
}

export interface RelayOptions {
  connection: StoreConnection
  pool: pg.Pool
  key: Buffer
  /** Where heads are anchored outside the database; null = nowhere (tests of other things). */
  headsFolder: string | null
  publish: (tenantId: string, event: EmittedEvent) => void
  tracing?: Tracing | null
  /** Counts a row that was set aside. */
  setAside: () => void
  log: Logger
}

const managementName = 'management'
const tickMilliseconds = 200
/** Under load rounds begin this far apart: a round costs the stores the same whether it copies one entry or many. */
const roundMilliseconds = 50
const anchorMilliseconds = 60_000
/** Rounds come every tick; a relay that ended none for so long hangs. */
const stuckMilliseconds = 10_000

/**
 * Copies journals to the audit log: read a batch at its source, append it to the chain (idempotent by id), publish its
 * events, remove it at the source. A crash between any two steps repeats the batch and changes nothing. An advisory lock
 * makes one relay of an installation the writer of the chain.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const sources = new Map<string, JournalSource>([
    [managementName, { name: managementName, pool: options.pool }],
  ])
  const listener = await listen(options.connection, () => wake())
  let wakeUp: () => void = () => {}
  let hurry: () => void = () => {}
  let woken = false
  let stopping = false
  let round = 0
  const waiting: { round: number; done: () => void }[] = []
  let anchoredAt = 0
  let copied = true
  let copiedAt = Date.now()
  let anchored = -1n

  function wake(): void {
    woken = true
    wakeUp()
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      round += 1
      const started = round
      const startedAt = performance.now()
      woken = false
      let moved = 0
      for (const source of [...sources.values()]) {
        try {
          const begunAt = Date.now()
          const entries = await relaySource(source, options)
          moved += entries
          // Rounds that find nothing come several times each second, and tell nothing.
          if (entries > 0) options.tracing?.past('relay round', begunAt, roundOf(source, entries))
          if (source.name === managementName) copied = true
        } catch (error) {
          if (source.name === managementName) copied = false
          options.log.error(
            { err: error, source: source.name },
            'the relay could not copy a journal; it tries again',
          )
        }
      }
      copiedAt = Date.now()
      if (moved < batchBounds.rows) {
        for (const waiter of waiting.splice(0)) waiter.round < started ? waiter.done() : waiting.push(waiter)
        await anchor()
        await rest(startedAt)
      }
    }
  }

  /** Until somebody wrote, or the next tick; those who wait for the round are not kept waiting. */
  async function rest(startedAt: number): Promise<void> {
    if (stopping) return
    if (waiting.length > 0) return pause(5)
    if (!woken) await pause(tickMilliseconds)
    const early = roundMilliseconds - (performance.now() - startedAt)
    if (early > 0 && waiting.length === 0 && !stopping) await pause(early, true)
  }

  function pause(milliseconds: number, unlessHurried = false): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(end, milliseconds)
      hurry = end
      wakeUp = unlessHurried ? () => {} : end
    })
  }

  async function anchor(force = false): Promise<void> {
    if (!options.headsFolder || (!force && Date.now() - anchoredAt < anchorMilliseconds)) return
    anchoredAt = Date.now()
    const head = await options.pool.query(
      'select sequence, mac from core.audit_entry order by sequence desc limit 1',
    )
    const row = head.rows[0]
    if (!row || BigInt(row.sequence) === anchored) return
    anchored = BigInt(row.sequence)
    mkdirSync(options.headsFolder, { recursive: true, mode: 0o700 })
    const line = JSON.stringify({
      sequence: row.sequence,
      mac: row.mac.toString('hex'),
      at: new Date().toISOString(),
    })
    appendFileSync(join(options.headsFolder, 'heads.jsonl'), `${line}\n`, { mode: 0o600 })
  }

  const running = loop()
  return {
    addSource: (source) => {
      sources.set(source.name, source)
      wake()
    },
    removeSource: (name) => sources.delete(name),
    wake,
    isRunning: () => !stopping && copied && Date.now() - copiedAt < stuckMilliseconds,
    settle: () =>
      new Promise<void>((done) => {
        waiting.push({ round, done })
        hurry()
      }),
    async stop() {
      stopping = true
      hurry()
      await running
      await anchor(true).catch((error) => options.log.error({ err: error }, 'the last head was not anchored'))
      await listener.end().catch(() => {})
    },
  }
}

function roundOf({ name, tenantId }: JournalSource, entries: number): SpanAttributes {
  const round = { 'flexoffice.relay.source': name, 'flexoffice.relay.entries': entries }
  return tenantId ? { ...round, 'flexoffice.tenant.id': tenantId } : round
}

/** Moves one batch; one that was cut short by its bytes counts as full, for there is more. */
async function relaySource(source: JournalSource, options: RelayOptions): Promise<number> {
  const { rows, more } = await readJournal(source.pool)
  if (rows.length === 0) return 0
  for (const entry of await appendRows(source, options, rows)) {
    for (const event of entry.events ?? []) if (entry.tenantId) options.publish(entry.tenantId, event)
  }
  await source.pool.query('delete from flexoffice.journal where id = any($1::uuid[])', [
    rows.map((row) => row.id),
  ])
  return more ? Math.max(rows.length, batchBounds.rows) : rows.length
}

/** Appends a batch; where the store refuses one of its rows, row by row, so that only that one is set aside. */
async function appendRows(
  source: JournalSource,
  options: RelayOptions,
  rows: readonly JournalRow[],
): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = []
  for (const row of rows) entries.push(await toEntry(source, options, row))
  try {
    return await appendToChain(options, entries)
  } catch (error) {
    if (!isRowsFault(error)) throw error
    if (rows.length > 1) {
      const fresh: JournalEntry[] = []
      for (const row of rows) fresh.push(...(await appendRows(source, options, [row])))
      return fresh
    }
    const { code } = error as pg.DatabaseError
    return appendToChain(options, [
      await setAside(source, options, rows[0]!, `refused by the store (${code})`),
    ])
  }
}

async function toEntry(source: JournalSource, options: RelayOptions, row: JournalRow): Promise<JournalEntry> {
  if ('problem' in row.read) return setAside(source, options, row, row.read.problem)
  const { entry } = row.read
  return { ...entry, id: row.id, tenantId: source.tenantId ?? entry.tenantId ?? null }
}

async function listen(connection: StoreConnection, heard: () => void): Promise<pg.Client> {
  const client = new pg.Client(connection)
  client.on('notification', heard)
  client.on('error', () => {})
  await client.connect()
  await client.query('listen flexoffice_journal')
  return client
}
