import type pg from 'pg'
import { z } from 'zod'
import type { JournalEntry } from './journal-entry.ts'

/** A row of a journal, with what can be relayed of it: its entry, or why there is none. */
export interface JournalRow {
  id: string
  /** As it stands at the source; of a row that is too large, the beginning. */
  text: string
  bytes: number
  read: { entry: JournalEntry } | { problem: string }
}

/** Bounds of what is taken at once. The largest row of our own making is a few times the largest body of a call. */
export interface BatchBounds {
  rows: number
  bytes: number
  rowBytes: number
}

export const batchBounds: BatchBounds = { rows: 500, bytes: 4 * 1024 * 1024, rowBytes: 32 * 1024 * 1024 }
const shownOfLarge = 10_000

/** Reads the oldest rows of a journal, bounded in number and bytes; `more` says that bytes were what cut it short. */
export async function readJournal(
  pool: pg.Pool,
  bounds: BatchBounds = batchBounds,
): Promise<{ rows: JournalRow[]; more: boolean }> {
  const { rows } = await pool.query<{ id: string; text: string; bytes: number; page: string }>(readSql, [
    bounds.rows,
    bounds.bytes,
    bounds.rowBytes,
    shownOfLarge,
  ])
  return {
    rows: rows.map(({ id, text, bytes }) => ({ id, text, bytes, read: readEntry(text, bytes, bounds) })),
    more: rows.length < Number(rows[0]?.page ?? 0),
  }
}

// The page is fenced by its limit, so each entry is written as text once. The first row is taken however large it is.
const readSql = `
  select id, case when bytes <= $3 then text else left(text, $4) end as text, bytes, page
  from (
    select id, text, written_at, octet_length(text) as bytes, count(*) over () as page,
      sum(least(octet_length(text), $3)) over (order by written_at, id) - least(octet_length(text), $3) as before
    from (select id, entry::text as text, written_at from flexoffice.journal order by written_at, id limit $1) taken
  ) sized
  where before < $2 order by written_at, id`

const id = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'is not an id')
const term = z.string().min(1).max(200)
const object = z.looseObject({ type: term, id: z.string(), name: z.string().nullish() })

/** What the log, its chain and the readers of both rely on; the rest of a row is taken as it is. */
const entrySchema = z.looseObject({
  at: z.iso.datetime({ offset: true }),
  tenantId: id.nullish(),
  actor: z.looseObject({ id: id.nullish(), kind: term, name: z.string(), email: z.string().nullish() }),
  operation: term,
  outcome: z.enum(['done', 'denied', 'failed', 'refused', 'unknown']),
  ip: z.string().nullish(),
  records: z.array(z.looseObject({ object: object.optional() })),
  events: z.array(z.looseObject({ name: term, to: z.array(z.string()).optional() })).nullish(),
})

function readEntry(text: string, bytes: number, { rowBytes }: BatchBounds): JournalRow['read'] {
  if (bytes > rowBytes) return { problem: `it has ${bytes} bytes, more than any act may write down` }
  let entry: unknown
  try {
    entry = JSON.parse(text)
  } catch {
    return { problem: 'it is not JSON' }
  }
  const checked = entrySchema.safeParse(entry)
  if (checked.success) return { entry: entry as JournalEntry }
  const [issue] = checked.error.issues
  return { problem: `/${issue?.path.join('/')}: ${issue?.message}` }
}
