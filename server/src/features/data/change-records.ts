import * as contract from '@flexoffice/contract/data'
import { operation } from '../../core/operation.ts'
import { openTable } from './open-table.ts'
import { writeRecord, writeRecords } from './run-write.ts'

/** Creates a record. The key of the answer is empty where the author may not read what they wrote. */
export const createRecord = operation(contract.createRecord, {
  allow: 'data.use',
  store: 'none',
  async run(ctx, { tableId, values }) {
    return writeRecord(ctx, await openTable(ctx, tableId, 'create'), { kind: 'create', values })
  },
})

/** Changes fields of a record, unless somebody was faster. */
export const updateRecord = operation(contract.updateRecord, {
  allow: 'data.use',
  store: 'none',
  async run(ctx, { tableId, ...change }) {
    return writeRecord(ctx, await openTable(ctx, tableId), { kind: 'update', ...change })
  },
})

/** Deletes a record as its author saw it. */
export const deleteRecord = operation(contract.deleteRecord, {
  allow: 'data.use',
  store: 'none',
  async run(ctx, { tableId, ...change }) {
    await writeRecord(ctx, await openTable(ctx, tableId), { kind: 'delete', ...change })
    return { deleted: true as const }
  },
})

/** Makes many changes, all or none. */
export const changeRecords = operation(contract.changeRecords, {
  allow: 'data.use',
  store: 'none',
  async run(ctx, { tableId, changes }) {
    const creates = changes.some((change) => change.kind === 'create')
    const table = await openTable(ctx, tableId, creates ? 'create' : 'read')
    return { records: await writeRecords(ctx, table, changes) }
  },
})
