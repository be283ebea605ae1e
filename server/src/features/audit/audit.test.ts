import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as contract from '@flexoffice/contract/audit'
import * as peopleContract from '@flexoffice/contract/people'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyAudit } from '../../core/journal/verify-audit.ts'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { people } from '../people/index.ts'
import { tenants } from '../tenants/index.ts'
import { audit } from './index.ts'

let server: TestServer
let boss: TestPerson

beforeAll(async () => {
  server = await startTestServer([tenants, people, audit])
  boss = await server.createPerson({ roles: ['admin'], name: '=Ana' })
  for (let index = 0; index < 5; index += 1) {
    await boss.client.call(peopleContract.saveAttribute, {
      name: `a${index}`,
      label: `Label ${index}`,
      type: 'text',
    })
  }
})
afterAll(() => server.stop())

describe('search-audit', () => {
  it('finds what was done, with before and after, a second later at most', async () => {
    await boss.client.call(peopleContract.saveAttribute, { name: 'a0', label: 'Country', type: 'text' })
    await server.runtime.relay.settle()
    const { entries } = await boss.client.call(contract.searchAudit, { filter: { search: 'Country' } })
    expect(entries[0]).toMatchObject({
      operation: 'people/save-attribute',
      outcome: 'done',
      actor: { id: boss.id, name: '=Ana' },
      object: { type: 'attribute', id: 'a0', name: 'Country' },
      records: [{ before: { label: 'Label 0' }, after: { label: 'Country' } }],
    })
  })

  it('pages by sequence and filters by outcome and object', async () => {
    await server.runtime.relay.settle()
    const first = await boss.client.call(contract.searchAudit, {
      filter: { objectType: 'attribute' },
      limit: 2,
    })
    expect(first).toMatchObject({ more: true })
    const second = await boss.client.call(contract.searchAudit, {
      filter: { objectType: 'attribute' },
      limit: 2,
      before: first.entries[1]!.sequence,
    })
    expect(second.entries.map((entry) => entry.id)).not.toEqual(first.entries.map((entry) => entry.id))
    expect((await boss.client.call(contract.listAuditTerms, {})).objectTypes).toContain('attribute')
  })

  it('refuses this actor, and the refusal is an entry', async () => {
    const viewer = await server.createPerson({ roles: ['viewer'] })
    const refused = await viewer.client.call(contract.searchAudit, {}).catch((error) => error.problem)
    expect(refused.code).toBe('forbidden')
    await server.runtime.relay.settle()
    const { entries } = await boss.client.call(contract.searchAudit, {
      filter: { outcome: 'denied', personId: viewer.id },
    })
    expect(entries).toHaveLength(1)
  })

  it('shows nothing of another tenant', async () => {
    const other = await server.createPerson({
      roles: ['admin'],
      tenantId: await server.createTenant('Other'),
    })
    const { entries } = await other.client.call(contract.searchAudit, { filter: { objectType: 'attribute' } })
    expect(entries).toEqual([])
  })

  it('refuses bad input by field', async () => {
    const refused = await boss.client
      .call(contract.searchAudit, { filter: { from: 'yesterday' } })
      .catch((error) => error.problem)
    expect(refused.fields[0].path).toBe('/filter/from')
  })
})

describe('count-new-entries', () => {
  it('counts what came since, but not the caller’s own looks into the log', async () => {
    await server.auditOf(boss.tenantId)
    const { entries } = await boss.client.call(contract.searchAudit, { limit: 1 })
    const after = entries[0]!.sequence
    await boss.client.call(peopleContract.saveAttribute, { name: 'a1', label: 'Newer', type: 'text' })
    await server.auditOf(boss.tenantId)
    expect(await boss.client.call(contract.countNewEntries, { after })).toEqual({ count: 1 })
    const none = { after, filter: { outcome: 'denied' as const } }
    expect(await boss.client.call(contract.countNewEntries, none)).toEqual({ count: 0 })
  })

  it('refuses bad input, this actor and the other tenant', async () => {
    const code = (call: Promise<unknown>) => call.then(String, (error) => error.problem.code)
    const viewer = await server.createPerson({ roles: ['viewer'] })
    const tenantId = await server.createTenant('Third')
    const stranger = await server.createPerson({ roles: ['admin'], tenantId })
    await server.auditOf(tenantId)
    expect(await code(boss.client.call(contract.countNewEntries, { after: 'x' }))).toBe('invalid_input')
    expect(await code(viewer.client.call(contract.countNewEntries, { after: '0' }))).toBe('forbidden')
    // Only their own sign-in.
    expect(await stranger.client.call(contract.countNewEntries, { after: '0' })).toEqual({ count: 1 })
  })
})

describe('export-audit', () => {
  it('streams CSV with formulas disarmed, after its own entry is durable', async () => {
    const response = await fetch(`${server.url}/api/audit/export-audit`, {
      method: 'POST',
      headers: { authorization: `Bearer ${boss.token}`, 'content-type': 'application/json' },
      body: '{}',
    })
    const text = await response.text()
    expect(response.headers.get('content-type')).toContain('text/csv')
    expect(text).toContain("'=Ana")
    expect(text).not.toMatch(/(^|,)=Ana/m)
    expect((await server.auditOf(boss.tenantId)).map((entry) => entry.operation)).toContain(
      'audit/export-audit',
    )
  })
})

describe('verification', () => {
  it('finds every kind of tampering by the database’s superuser and names the entry', async () => {
    expect(await boss.client.call(contract.showAuditState, {})).toMatchObject({ whole: true })
    // The look at the log is an entry itself, and reads come in batches: nothing may come in while entries are taken out.
    await server.runtime.readAudit.flush()
    await server.runtime.relay.settle()
    const pool = new pg.Pool({ ...server.runtime.store.connection.relay, max: 1 })
    const key = server.runtime.keys.derive('audit-chain')
    const headsFile = join(server.runtime.config.dataFolder, 'audit', 'test-heads.jsonl')
    const [head] = await server.query<{ sequence: string; mac: Buffer }>(
      'select sequence::text, mac from core.audit_entry order by sequence desc limit 1',
    )
    mkdirSync(join(headsFile, '..'), { recursive: true })
    writeFileSync(
      headsFile,
      `${JSON.stringify({ sequence: head!.sequence, mac: head!.mac.toString('hex'), at: '' })}\n`,
    )
    const tampered = async (change: string, restore: string) => {
      await server.query(change)
      const { findings } = await verifyAudit(pool, key, headsFile)
      await server.query(restore)
      return findings.map(({ sequence, finding }) => `${sequence}: ${finding}`)
    }
    expect(
      await tampered(
        "update core.audit_entry set outcome = 'failed' where sequence = 2",
        "update core.audit_entry set outcome = 'done' where sequence = 2",
      ),
    ).toEqual(['2: the entry, its place or the one before it was altered'])
    expect(
      await tampered(
        "update core.audit_payload set payload = payload || ' ' where id = (select id from core.audit_entry where sequence = 3)",
        'update core.audit_payload set payload = rtrim(payload) where id = (select id from core.audit_entry where sequence = 3)',
      ),
    ).toEqual(['3: the payload was altered'])
    expect(
      (
        await tampered(
          'create table kept as select * from core.audit_entry where sequence = 2; delete from core.audit_entry where sequence = 2',
          'insert into core.audit_entry select * from kept; drop table kept',
        )
      )[0],
    ).toBe('2: entries 2 to 2 are missing')
    expect(
      await tampered(
        `create table kept as select * from core.audit_entry where sequence >= ${head!.sequence}; delete from core.audit_entry where sequence >= ${head!.sequence}`,
        'insert into core.audit_entry select * from kept; drop table kept',
      ),
    ).toEqual([`${head!.sequence}: the log was cut off: an anchored head names an entry that is gone`])
    expect((await verifyAudit(pool, key, headsFile)).findings).toEqual([])
    await pool.end()
  })
})
