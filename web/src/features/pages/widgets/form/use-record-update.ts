import { type DataRecord, getRecord, updateRecord } from '@flexoffice/contract/data'
import { useState } from 'react'
import { client } from '../../../../core/session/client.ts'
import type { Conflict } from '../../../data/api.ts'
import { isConflict } from './record-problems.ts'

type Values = DataRecord['values']

/** Changes records under the lost-update rule; a conflict waits for the person's choice by field. */
export function useRecordUpdate(tableId: string | undefined) {
  const [open, setOpen] = useState<{ conflict: Conflict; settle: (mine: Values) => void } | null>(null)

  /** The record as it is afterwards: as saved, or as others wrote it where the person kept that. Throws other refusals. */
  async function update(key: string, values: Values, seen: Values): Promise<DataRecord> {
    if (tableId === undefined) throw new Error('The rows of this widget belong to no table.')
    try {
      return await client.call(updateRecord, { tableId, key, values, seen })
    } catch (failure) {
      if (!isConflict(failure)) throw failure
      const current = await client.call(getRecord, { tableId, key })
      const mine = await ask({ seen, mine: values, current })
      if (Object.keys(mine).length === 0) return current
      return update(current.key, mine, pick(current.values, Object.keys(mine)))
    }
  }

  function ask(conflict: Conflict): Promise<Values> {
    return new Promise((resolve) => {
      setOpen({
        conflict,
        settle: (mine) => {
          setOpen(null)
          resolve(mine)
        },
      })
    })
  }

  return { update, conflict: open }
}

/** The values of these columns as they were read; what is not there counts as null. */
export function pick(values: Readonly<Record<string, unknown>>, ids: readonly string[]): Values {
  return Object.fromEntries(ids.map((id) => [id, values[id] ?? null])) as Values
}
