import { newId } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/data'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ageIntents } from '../../core/journal/intents.ts'
import { settleWrites } from './settle-writes.ts'
import type { DataServer, TestTable } from './testing/data-server.ts'
import { startDataServer } from './testing/data-server.ts'

let here: DataServer
let item: TestTable

beforeAll(async () => {
  here = await startDataServer('create table item (id int primary key, name text, amount numeric)', 'foreign')
  item = await here.table('item')
})
afterAll(() => here.stop())

/** As a process leaves it that ended between its statement and the outcome. */
async function leaveOpen(change: object): Promise<string> {
  const id = newId()
  const entry = {
    id,
    at: new Date().toISOString(),
    tenantId: here.admin.tenantId,
    actor: { id: here.admin.id, kind: 'person', name: 'Ana' },
    operation: 'data/create-record',
    outcome: 'done',
    records: [],
    events: [],
  }
  const detail = { tableId: item.id, changes: [change] }
  await here.server.query(
    `insert into core.intent (id, tenant_id, entry, state, detail) values ($1, $2, $3, 'open', $4)`,
    [id, here.admin.tenantId, JSON.stringify(entry), JSON.stringify(detail)],
  )
  return id
}

async function outcomeOf(id: string) {
  const [intent] = await here.server.query<{ state: string }>('select state from core.intent where id = $1', [
    id,
  ])
  await here.server.runtime.relay.settle()
  const entries = await here.server.query<{ outcome: string }>(
    'select outcome from core.audit_entry where id = $1',
    [id],
  )
  return { state: intent!.state, entries: entries.map(({ outcome }) => outcome) }
}

describe('writes to a foreign source', () => {
  it('leave an intent with its outcome, and one audit entry each', async () => {
    const values = { [item.columns.id!]: 1, [item.columns.name!]: 'a', [item.columns.amount!]: '1.50' }
    await here.admin.client.call(contract.createRecord, { tableId: item.id, values })
    const again = here.admin.client.call(contract.createRecord, { tableId: item.id, values })
    await expect(again).rejects.toMatchObject({ problem: { code: 'constraint_violated' } })
    const intents = await here.server.query<{ state: string }>(
      'select state from core.intent order by opened_at',
    )
    expect(intents.map(({ state }) => state)).toEqual(['done', 'refused'])
    const entries = await here.server.auditOf(here.admin.tenantId)
    const writes = entries.filter(({ operation }) => operation === 'data/create-record')
    expect(writes.map(({ outcome }) => outcome)).toEqual(['done', 'refused'])
  })

  it('that were cut off are done where the source shows them, else unknown, and never repeated', async () => {
    const values = { [item.columns.id!]: 1, [item.columns.name!]: 'a', [item.columns.amount!]: '1.5' }
    const shown = await leaveOpen({ kind: 'create', key: null, values })
    const absent = await leaveOpen({
      kind: 'create',
      key: null,
      values: { ...values, [item.columns.id!]: 2 },
    })
    const changed = await leaveOpen({
      kind: 'update',
      key: ['1'],
      values: { [item.columns.name!]: 'b' },
      seen: {},
    })
    const deleted = await leaveOpen({ kind: 'delete', key: ['7'], seen: {} })
    await settleWrites(here.server.runtime)
    expect(await outcomeOf(shown)).toEqual({ state: 'done', entries: ['done'] })
    expect(await outcomeOf(absent)).toEqual({ state: 'unknown', entries: ['unknown'] })
    expect(await outcomeOf(changed)).toEqual({ state: 'unknown', entries: ['unknown'] })
    expect(await outcomeOf(deleted)).toEqual({ state: 'done', entries: ['done'] })
    await settleWrites(here.server.runtime)
    expect(await outcomeOf(shown)).toEqual({ state: 'done', entries: ['done'] })
    expect((await here.sql('select id, name from item')).rows).toEqual([['1', 'a']])
  })

  it('keep no written value once the outcome is known, and thirty days where it is not', async () => {
    const secret = 'a value that nobody may keep'
    const values = { [item.columns.id!]: 50, [item.columns.name!]: secret, [item.columns.amount!]: '1' }
    const create = () => here.admin.client.call(contract.createRecord, { tableId: item.id, values })
    await create()
    await expect(create()).rejects.toMatchObject({ problem: { code: 'constraint_violated' } })
    const shown = await leaveOpen({ kind: 'create', key: null, values })
    const absent = await leaveOpen({
      kind: 'create',
      key: null,
      values: { ...values, [item.columns.id!]: 51 },
    })
    const keeping = async () =>
      (
        await here.server.query<{ id: string }>(
          'select id from core.intent where strpos(detail::text || entry::text, $1) > 0 order by opened_at',
          [secret],
        )
      ).map(({ id }) => id)
    expect(await keeping()).toEqual([shown, absent])
    await settleWrites(here.server.runtime)
    expect(await outcomeOf(shown)).toEqual({ state: 'done', entries: ['done'] })
    expect(await keeping()).toEqual([absent])

    const stateOf = async () =>
      (await here.server.query('select state from core.intent where id = $1', [absent])).map(
        ({ state }) => state,
      )
    const days = async (count: number) => {
      await here.server.query("update core.intent set settled_at = now() - $1 * interval '1 day'", [count])
      await ageIntents(here.server.runtime)
      return stateOf()
    }
    expect(await days(29)).toEqual(['unknown'])
    expect(await days(31)).toEqual([])
    expect(await keeping()).toEqual([])
  })

  it('are forgotten too where an earlier version kept them, and open ones never', async () => {
    const change = { kind: 'create', key: null, values: { [item.columns.id!]: 60 } }
    const [kept, open] = [await leaveOpen(change), await leaveOpen(change)]
    await here.server.query(`update core.intent set opened_at = now() - interval '1 year'`)
    await here.server.query(`update core.intent set state = 'done', settled_at = now() where id = $1`, [kept])
    await ageIntents(here.server.runtime)
    const rows = await here.server.query('select id, detail is null as empty from core.intent')
    expect(Object.fromEntries(rows.map(({ id, empty }) => [id, empty]))).toEqual({
      [kept]: true,
      [open]: false,
    })
  })
})
