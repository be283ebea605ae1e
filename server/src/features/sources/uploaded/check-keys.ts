import { AppError } from '@flexoffice/base'
import type pg from 'pg'
import { limitsOf } from '../../files/api.ts'
import type { LoadResult } from '../copy-rows.ts'
import type { Merge } from './merge-target.ts'

/** Of several rows of the file with one key the first is loaded; the others fail. */
export function leaveOutTwice(client: pg.Client, merge: Merge, result: LoadResult): Promise<void> {
  const key = merge.key.map(({ from }) => from)
  const complete = key.map((from) => `${from} is not null`).join(' and ')
  const later = `select file_row from (
      select file_row, row_number() over (partition by ${key.join(', ')} order by file_row) as place
      from ${merge.from} where ${complete}) numbered where place > 1`
  return leaveOut(client, merge, result, `s.file_row in (${later})`, 'key_twice')
}

/** A key that the database numbers cannot be given by a file, so one that the table does not have fails. */
export async function leaveOutUnknown(client: pg.Client, merge: Merge, result: LoadResult): Promise<void> {
  const generated = merge.key.filter((column) => column.generated)
  if (generated.length === 0) return
  const given = generated.map(({ from }) => `s.${from} is not null`).join(' or ')
  const known = `exists (select 1 from ${merge.table} t where ${merge.sameKey})`
  await leaveOut(client, merge, result, `(${given}) and not ${known}`, 'key_unknown')
}

async function leaveOut(
  client: pg.Client,
  merge: Merge,
  result: LoadResult,
  which: string,
  code: 'key_twice' | 'key_unknown',
): Promise<void> {
  const value = merge.key.map(({ from }) => `s.${from}::text`).join(', ')
  const room = Math.max(0, limitsOf({}).maxReportedFailures - result.failures.length)
  const { rows } = await client.query<{ failed: string; told: { file_row: number; value: string }[] }>(
    `with gone as (delete from ${merge.from} s where ${which} returning s.file_row, concat_ws(' · ', ${value}) as value),
       told as (select * from gone order by file_row limit ${room})
     select (select count(*) from gone) as failed,
       (select coalesce(json_agg(told order by file_row), '[]') from told) as told`,
  )
  const { failed, told } = rows[0]!
  const column = merge.key.map(({ label }) => label).join(' · ')
  result.rowsFailed += Number(failed)
  result.rowsWritten -= Number(failed)
  result.failures.push(...told.map(({ file_row: row, value }) => ({ row, column, value, code })))
}

/** Columns that several rows of the table share tell no row: which of them was meant cannot be known. */
export async function refuseSharedKey(client: pg.Client, merge: Merge): Promise<void> {
  const { rows } = await client.query(
    `select 1 from ${merge.from} s join ${merge.table} t on ${merge.sameKey} group by s.file_row having count(*) > 1 limit 1`,
  )
  if (rows.length === 0) return
  throw new AppError('conflict', {
    public:
      'Several rows of the table have the same values in the columns that were to tell them apart, so nothing was loaded. Choose other columns.',
    reason: 'key_not_unique',
  })
}
