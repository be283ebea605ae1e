import { AppError } from '@flexoffice/base'
import { defineOperation } from '@flexoffice/contract/operation'
import { z } from 'zod'
import type { Context } from '../../../core/context.ts'
import type { JobContext } from '../../../core/jobs/work-jobs.ts'
import { onlySystem } from '../../../core/only-system.ts'
import { operation } from '../../../core/operation.ts'
import { runOperation } from '../../../core/run-operation.ts'
import { findPersonRights } from '../../people/api.ts'
import type { LoadTarget } from '../copy-rows.ts'
import type { ImportPlan, ImportRow } from '../import-store.ts'
import type { Loader } from './uploaded-table.ts'
import { findUploadedTable } from './uploaded-table.ts'

/**
 * Where an import goes, by what a renaming leaves as it is; undefined = a new table is made. Refused when the person who
 * asked may not load any more: roles, the table and the rights on it may have changed since.
 */
export async function findTarget(job: JobContext, row: ImportRow): Promise<LoadTarget | undefined> {
  const { runtime, actor } = job
  const input = { personId: row.person_id, plan: row.plan }
  const { target } = (await runOperation(runtime, checkLoader, { actor }, input)) as {
    target: LoadTarget | null
  }
  return target ?? undefined
}

const checkLoader = operation(
  defineOperation({
    name: 'sources/check-loader',
    kind: 'read',
    summary: 'Tells whether the person who asked for an import may still load it; called by its job only.',
    input: z.strictObject({ personId: z.uuid(), plan: z.custom<ImportPlan>() }),
    output: z.object({ target: z.custom<LoadTarget>().nullable() }),
  }),
  {
    allow: onlySystem,
    async run(ctx, { personId, plan }) {
      const loader = await findLoader(ctx, personId)
      if (!plan.target) return { target: null }
      const { tableId, key } = plan.target
      const { table, columns } = await findUploadedTable(ctx.db, loader, tableId).catch((cause) => {
        throw cause instanceof AppError && cause.code === 'not_found' ? mayNot() : cause
      })
      const identities = new Map(columns.map((column) => [column.id, column.identity]))
      const target: LoadTarget = {
        oid: table.identity,
        attributes: plan.columns.map(({ columnId }) => attributeOf(columnId ?? null, identities)),
        key: plan.columns.flatMap(({ columnId }, place) =>
          columnId && key.includes(columnId) ? [place] : [],
        ),
      }
      return { target }
    },
  },
)

async function findLoader(ctx: Context, personId: string): Promise<Loader> {
  const person = await findPersonRights(ctx, personId).catch(() => null)
  if (!person?.active || !person.permissions.has('sources.upload')) throw mayNot()
  return { personId, permissions: person.permissions }
}

/** The number of a column in its table; identities are `<oid>.<number>`. One that is gone is none: 0. */
function attributeOf(columnId: string | null, identities: ReadonlyMap<string, string>): number | null {
  return columnId === null ? null : Number(identities.get(columnId)?.split('.')[1] ?? 0)
}

function mayNot(): AppError {
  return new AppError('forbidden', {
    public:
      'You may not load into this table any more, or it is gone; nothing was changed. Ask an Admin of your workspace.',
    reason: 'import_not_allowed',
  })
}
