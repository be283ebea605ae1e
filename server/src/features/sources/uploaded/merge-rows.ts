import type pg from 'pg'
import type { Runtime } from '../../../core/runtime.ts'
import { postgresType, toDatabaseNames } from '../../files/api.ts'
import type { Loading, LoadOutcome } from '../copy-rows.ts'
import { commitOutcome, copyRows } from '../copy-rows.ts'
import type { ImportRow, RowChanges } from '../import-store.ts'
import { leaveOutTwice, leaveOutUnknown, refuseSharedKey } from './check-keys.ts'
import type { Merge, TargetTable } from './merge-target.ts'
import { describeTarget, readTarget } from './merge-target.ts'

const loaded = 'flexoffice_load'

/**
 * Loads a file into a table that is there. The rows are read beside it first; then one transaction puts them in place, so
 * that readers see the rows of before or those of after, and what is cut off leaves those of before.
 */
export async function loadInto(
  client: pg.Client,
  runtime: Runtime,
  row: ImportRow,
  loading: Loading,
): Promise<LoadOutcome> {
  const seen = await readTarget(client, loading.target!)
  const result = await readBeside(client, row, loading, seen)
  const stops = () => row.plan.onFailure === 'stop' && result.rowsFailed > 0
  if (stops()) return { table: null, result }
  await client.query('begin')
  const target = await lockTarget(client, loading, seen)
  const added = await addColumns(client, row, target)
  const merge = describeTarget(row.plan, loading.target!, target, added, loaded)
  if (merge.mode === 'update') {
    await leaveOutTwice(client, merge, result)
    await leaveOutUnknown(client, merge, result)
    if (stops()) {
      await client.query('rollback')
      return { table: null, result }
    }
    await refuseSharedKey(client, merge)
  }
  const changes = await merges[merge.mode](client, merge)
  await client.query(`analyze ${merge.table}`)
  return commitOutcome(client, runtime, row, loading, { table: target.name, result, changes, added })
}

/** Columns that fill one of the table take its type, new ones their own; the file's numbers of rows go with them. */
async function readBeside(client: pg.Client, row: ImportRow, loading: Loading, target: TargetTable) {
  const types = row.plan.columns.map(({ type }, place) => {
    const attribute = loading.target!.attributes[place]
    return target.columns.find((column) => column.number === attribute)?.type ?? postgresType(type)
  })
  const names = types.map((_, place) => `c${place}`)
  const columns = types.map((type, place) => `c${place} ${type}`).join(', ')
  await client.query(`create temporary table ${loaded} (file_row bigint not null, ${columns})`)
  const to = { schema: 'pg_temp', table: loaded, names: ['file_row', ...names] }
  const result = await copyRows(client, to, row, loading)
  await client.query(`analyze ${loaded}`)
  return result
}

/** Nobody writes until the end, so that what is counted is so; readers wait only where columns are added. */
async function lockTarget(client: pg.Client, loading: Loading, seen: TargetTable): Promise<TargetTable> {
  const adds = loading.target!.attributes.includes(null)
  await client.query("set local lock_timeout = '60s'")
  await client.query(
    `lock table public.${client.escapeIdentifier(seen.name)} in ${adds ? 'access' : 'share row'} exclusive mode`,
  )
  const target = await readTarget(client, loading.target!)
  // Tried again from the beginning, with the table as it is then.
  if (JSON.stringify(target) !== JSON.stringify(seen)) throw new Error('the table was altered meanwhile')
  return target
}

async function addColumns(
  client: pg.Client,
  { plan }: ImportRow,
  target: TargetTable,
): Promise<Record<number, string>> {
  const fresh = plan.columns.flatMap((column, place) =>
    (column.columnId ?? null) === null ? [{ ...column, place }] : [],
  )
  const names = toDatabaseNames(
    fresh.map((column) => column.label),
    target.columns.map((column) => column.name),
  )
  if (fresh.length === 0) return {}
  const parts = fresh.map(
    (column, at) => `add column ${client.escapeIdentifier(names[at]!)} ${postgresType(column.type)}`,
  )
  await client.query(`alter table public.${client.escapeIdentifier(target.name)} ${parts.join(', ')}`)
  return Object.fromEntries(fresh.map(({ place }, at) => [place, names[at]!]))
}

type Merging = (client: pg.Client, merge: Merge) => Promise<RowChanges>

const merges: Record<Merge['mode'], Merging> = {
  // Not TRUNCATE, which would show readers of older snapshots an empty table.
  async replace(client, merge) {
    const removed = await count(client, `delete from ${merge.table}`)
    const added = await insertRows(client, merge)
    return { before: removed, added, changed: 0, removed }
  },
  async append(client, merge) {
    const before = await countRows(client, merge)
    return { before, added: await insertRows(client, merge), changed: 0, removed: 0 }
  },
  async update(client, merge) {
    const before = await countRows(client, merge)
    const changed = await changeRows(client, merge)
    const isNew = `where not exists (select 1 from ${merge.table} t where ${merge.sameKey})`
    return { before, added: await insertRows(client, merge, isNew), changed, removed: 0 }
  },
}

function insertRows(client: pg.Client, merge: Merge, which = ''): Promise<number> {
  const names = merge.filled.map((column) => column.name).join(', ')
  const values = merge.filled.map((column) => `s.${column.from}`).join(', ')
  return count(
    client,
    `insert into ${merge.table} (${names}) select ${values} from ${merge.from} s ${which} order by s.file_row`,
  )
}

/** Rows that would stay as they are stay untouched, and are not counted. */
async function changeRows(client: pg.Client, merge: Merge): Promise<number> {
  const changed = merge.filled.filter((column) => !column.isKey)
  if (changed.length === 0) return 0
  const set = changed.map(({ name, from }) => `${name} = s.${from}`).join(', ')
  const now = changed.map(({ name }) => `t.${name}`).join(', ')
  const then = changed.map(({ from }) => `s.${from}`).join(', ')
  return count(
    client,
    `update ${merge.table} t set ${set} from ${merge.from} s
     where ${merge.sameKey} and row(${now}) is distinct from row(${then})`,
  )
}

async function countRows(client: pg.Client, merge: Merge): Promise<number> {
  const { rows } = await client.query<{ rows: string }>(`select count(*) as rows from ${merge.table}`)
  return Number(rows[0]!.rows)
}

async function count(client: pg.Client, statement: string): Promise<number> {
  return (await client.query(statement)).rowCount ?? 0
}
