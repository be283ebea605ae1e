import { writeCsvRow } from '@flexoffice/base/write-csv'
import type { AuditEntry, AuditFilter } from '@flexoffice/contract/audit'
import * as contract from '@flexoffice/contract/audit'
import type { Context } from '../../core/context.ts'
import { csvAnswer } from '../../core/csv-answer.ts'
import { operation } from '../../core/operation.ts'
import { appendJournal } from '../../core/run-operation.ts'
import { pageThroughEntries } from './audit-store.ts'

const columns = [
  'sequence',
  'at',
  'person',
  'email',
  'operation',
  'outcome',
  'object_type',
  'object_id',
  'object',
  'address',
  'details',
]

/** Streams the filtered log as CSV in bounded memory. The export's own entry is durable before the first byte leaves. */
export const exportAudit = operation(contract.exportAudit, {
  allow: 'audit.read',
  async run(ctx, { filter }) {
    ctx.record({ object: { type: 'audit', id: ctx.tenant }, detail: { filter, format: 'csv' } })
    const entry = ctx.journalEntry()
    await ctx.transaction((db) => appendJournal(db, entry))
    ctx.journalled()
    const date = ctx.now().toISOString().slice(0, 10)
    return csvAnswer(`audit-${date}.csv`, lines(ctx, filter))
  },
})

async function* lines(ctx: Context, filter: AuditFilter): AsyncGenerator<string> {
  yield `\ufeff${writeCsvRow(columns)}`
  for await (const entries of pageThroughEntries(ctx, filter))
    yield entries.map((entry) => writeCsvRow(toCells(entry))).join('')
}

function toCells(entry: AuditEntry): string[] {
  const { actor, object } = entry
  const details = entry.records.length > 0 ? JSON.stringify(entry.records) : ''
  return [
    entry.sequence,
    entry.at,
    actor.name ?? actor.kind,
    actor.email ?? '',
    entry.operation,
    entry.outcome,
    object?.type ?? '',
    object?.id ?? '',
    object?.name ?? '',
    entry.ip ?? '',
    details,
  ]
}
