import { writeCsvRow } from '@flexoffice/base/write-csv'
import * as contract from '@flexoffice/contract/audit'
import type { Context } from '../../core/context.ts'
import { csvAnswer } from '../../core/csv-answer.ts'
import { operation } from '../../core/operation.ts'
import { appendJournal } from '../../core/run-operation.ts'
import { reportRights } from '../access/api.ts'
import { changesOfRights, isGoverning, refusedAttempts } from './access-entries.ts'
import type { ReportCells } from './access-report-cells.ts'
import { changeCells, refusalCells, reportColumns, rightsCells } from './access-report-cells.ts'
import { findTerms, pageThroughEntries } from './audit-store.ts'

interface Period {
  from: string
  to: string
}

/**
 * Streams who can do what with each table now, then the changes of rights and the refused attempts of a period, in bounded
 * memory. The report's own entry is durable before the first byte leaves.
 */
export const exportAccessReport = operation(contract.exportAccessReport, {
  allow: ['access.explain', 'audit.read'],
  async run(ctx, { everybody, ...period }) {
    ctx.record({
      object: { type: 'workspace', id: ctx.tenant },
      detail: { ...period, everybody, format: 'csv' },
    })
    const entry = ctx.journalEntry()
    await ctx.transaction((db) => appendJournal(db, entry))
    ctx.journalled()
    const date = ctx.now().toISOString().slice(0, 10)
    return csvAnswer(`access-report-${date}.csv`, lines(ctx, everybody, period))
  },
})

async function* lines(ctx: Context, everybody: boolean, period: Period): AsyncGenerator<string> {
  yield `\ufeff${writeCsvRow(reportColumns)}`
  for await (const rights of reportRights(ctx, everybody)) yield toText(rights.map(rightsCells))
  const { operations } = await ctx.transaction(findTerms)
  const governing = { ...period, operations: operations.filter(isGoverning), outcomes: ['done' as const] }
  for await (const entries of pageThroughEntries(ctx, governing))
    yield toText(changesOfRights(entries).map(changeCells))
  const refused = { ...period, outcomes: ['denied' as const, 'failed' as const] }
  for await (const entries of pageThroughEntries(ctx, refused))
    yield toText(refusedAttempts(entries).map(refusalCells))
}

function toText(lines: readonly ReportCells[]): string {
  return lines.map((cells) => writeCsvRow(reportColumns.map((column) => cells[column]))).join('')
}
