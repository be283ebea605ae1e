import { newId } from '@flexoffice/base'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { features } from '../../features.ts'
import type { TestServer } from '../testing/test-server.ts'
import { startTestServer } from '../testing/test-server.ts'
import { readJournal } from './read-journal.ts'
import { verifyAudit } from './verify-audit.ts'

let server: TestServer
let tenantId: string

beforeAll(async () => {
  server = await startTestServer(features)
  tenantId = await server.createTenant('Acme')
})
afterAll(() => server.stop())

function entry(change: object = {}) {
  return {
    at: new Date().toISOString(),
    tenantId,
    actor: { id: null, kind: 'system', name: 'test' },
    operation: 'testing/act',
    outcome: 'done',
    records: [],
    events: [],
    ...change,
  }
}

async function write(rows: unknown[]): Promise<string[]> {
  const ids = rows.map(() => newId())
  await server.query(
    `insert into flexoffice.journal (id, entry)
     select id::uuid, entry from unnest($1::text[], $2::jsonb[]) as row (id, entry)`,
    [ids, rows.map((row) => JSON.stringify(row))],
  )
  return ids
}

async function relayed(ids: string[]) {
  await server.runtime.relay.settle()
  const rows = await server.query<{ id: string; operation: string }>(
    'select id, operation from core.audit_entry where id = any($1::uuid[])',
    [ids],
  )
  const operations = new Map(rows.map((row) => [row.id, row.operation]))
  return ids.map((id) => operations.get(id))
}

async function count(table: string): Promise<number> {
  const [row] = await server.query<{ n: number }>(`select count(*)::int as n from ${table}`)
  return row!.n
}

const metric = async () => (await server.runtime.metrics.setAside.get()).values[0]!.value

describe('rows that cannot be relayed', () => {
  const bad = (): Record<string, unknown> => ({
    'no object': 5,
    'no such instant': entry({ at: 'yesterday' }),
    'an instant that the store does not hold': entry({ at: '0000-01-01T00:00:00Z' }),
    'an actor who is none': entry({ actor: { id: 'x', kind: 'person', name: 'x' } }),
    'no records': entry({ records: null }),
    'an outcome that readers do not know': entry({ outcome: 'perhaps' }),
    'an operation longer than an index takes': entry({ operation: 'x'.repeat(20_000) }),
    'an object of no type': entry({ records: [{ object: { id: '1' } }] }),
    'events that go to nobody': entry({ events: [{ name: 'x', to: 7 }] }),
    'a tenant that is none': entry({ tenantId: 'x' }),
  })

  it('are set aside one by one, and those before and behind go on', async () => {
    const before = await metric()
    const wrong = bad()
    const rows = [entry(), ...Object.values(wrong).flatMap((row) => [row, entry()])]
    const ids = await write(rows)
    const expected = rows.map((_, index) => (index % 2 === 0 ? 'testing/act' : 'audit/set-aside-entry'))
    expect(await relayed(ids)).toEqual(expected)
    expect(await count('flexoffice.journal')).toBe(0)
    expect((await metric()) - before).toBe(Object.keys(wrong).length)
    const kept = await server.query<{ id: string; entry: string; problem: string }>(
      'select id, entry, problem from core.set_aside_entry where id = any($1::uuid[])',
      [ids],
    )
    for (const [index, [what, row]] of Object.entries(wrong).entries()) {
      const found = kept.find(({ id }) => id === ids[2 * index + 1])
      expect(JSON.parse(found!.entry), what).toEqual(row)
      expect(found!.problem, what).not.toBe('')
    }
  })

  it('also where only the store knows that it cannot hold them', async () => {
    const [id] = await write([entry({ at: '0000-01-01T00:00:00Z' })])
    expect(await relayed([id!])).toEqual(['audit/set-aside-entry'])
    const kept = await server.query('select problem from core.set_aside_entry where id = $1', [id])
    expect(kept).toEqual([{ problem: expect.stringMatching(/^refused by the store \(22/) }])
  })

  it('are told of in the audit log of their workspace, whose chain stays whole', async () => {
    const told = (await server.auditOf(tenantId)).filter(
      ({ operation }) => operation === 'audit/set-aside-entry',
    )
    expect(told.length).toBeGreaterThan(5)
    expect(told[0]).toMatchObject({
      outcome: 'failed',
      payload: { actor: { kind: 'system', name: 'relay' } },
    })
    const { keys, store } = server.runtime
    const { findings } = await verifyAudit(store.relay, keys.derive('audit-chain'), '/nowhere')
    expect(findings).toEqual([])
  })
})

describe('a batch', () => {
  it('is bounded by bytes as well as by rows, takes every row in turn, and one that is larger than all alone', async () => {
    const source = server.runtime.store.relay
    // Where no relay looks: the same statement on a journal of its own.
    const client = await source.connect()
    try {
      await client.query('create temporary table journal (id uuid, entry jsonb, written_at timestamptz)')
      const sizes = [100, 5_000, 100, 100, 60_000, 100]
      for (const [index, size] of sizes.entries()) {
        const row = JSON.stringify(entry({ operation: `testing/${index}`, text: 'é'.repeat(size / 2) }))
        await client.query(`insert into journal values ($1, $2, now() + $3 * interval '1 s')`, [
          newId(),
          row,
          index,
        ])
      }
      const own = {
        query: (text: string, values: unknown[]) =>
          client.query(text.replace('flexoffice.journal', 'journal'), values),
      }
      const batches: string[][] = []
      for (;;) {
        const { rows, more } = await readJournal(own as never, { rows: 4, bytes: 4_000, rowBytes: 20_000 })
        if (rows.length === 0) break
        batches.push(rows.map(({ read }) => ('entry' in read ? read.entry.operation : read.problem)))
        await client.query('delete from journal where id = any($1)', [rows.map(({ id }) => id)])
        expect(more).toBe(batches.length < 3)
      }
      expect(batches.map((batch) => batch.length)).toEqual([2, 3, 1])
      expect(batches[0]).toEqual(['testing/0', 'testing/1'])
      expect(batches[1]![2]).toMatch(/^it has \d+ bytes, more than/)
    } finally {
      client.release(true)
    }
  })

  it('of rows that are far larger together than may be read at once is relayed whole', async () => {
    const ids = await write(Array.from({ length: 24 }, () => entry({ text: 'x'.repeat(1_000_000) })))
    const { rows, more } = await readJournal(server.runtime.store.relay)
    expect(rows.length).toBeLessThan(8)
    expect(await relayed(ids)).toEqual(ids.map(() => 'testing/act'))
    expect(more || rows.length === 0).toBe(true)
  })
})
