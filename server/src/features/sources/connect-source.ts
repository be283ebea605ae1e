import { invalidField, newId } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/sources'
import type { SourceSchema } from '@flexoffice/sdk/connector'
import { operation } from '../../core/operation.ts'
import { applySchema, checkReaders } from './apply-schema.ts'
import { inspectSource, namingSettings } from './inspect-source.ts'
import { settleEffect } from './settle-effect.ts'
import { showSource } from './show-source.ts'
import { readSettings, sealSettings } from './source-settings.ts'
import { findSource, refuseTakenName, sourceTables } from './source-store.ts'

/** Connects a database: looks at it, then keeps source, tables, grants and journal together or not at all. */
export const connectSource = operation(contract.connectSource, {
  allow: 'sources.connect',
  async run(ctx, { name, settings, tables, readers }) {
    await ctx.transaction((db) => checkReaders(db, readers))
    const parsed = await namingSettings(() => readSettings(settings))
    await ctx.transaction((db) => refuseTakenName(db, name))
    const { schema, fingerprint } = await inspectSource(ctx.runtime, parsed, ctx.http?.signal)
    checkChosen(schema, tables)
    const id = newId()
    const sealed = sealSettings(ctx.runtime.keys, id, parsed)
    return settleEffect(ctx, async (db) => {
      await refuseTakenName(db, name)
      await sourceTables(db)
        .insertInto('sources.source')
        .values({
          id,
          tenant_id: ctx.tenant,
          name,
          kind: 'postgres',
          ...sealed,
          settings: JSON.stringify(sealed.settings) as never,
          chosen_tables: tables ?? null,
          left_tables: listLeft(schema, tables),
          fingerprint,
          created_by: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
          last_checked_at: ctx.now(),
          last_problem: null,
        })
        .execute()
      ctx.record({
        object: { type: 'source', id, name },
        after: { settings: sealed.settings, tables: tables?.length ?? schema.tables.length, readers },
      })
      const createdBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null
      const report = await applySchema(ctx, db, { sourceId: id, schema, tables, createdBy }, readers)
      ctx.emit(contract.sourceChanged, { sourceId: id })
      return showSource(await findSource(db, id), report.tables.length, ctx.actor)
    })
  },
})

/** What was shown and not chosen counts as left out; what appears later is new. */
function listLeft(schema: SourceSchema, tables: readonly string[] | undefined): string[] {
  if (!tables) return []
  const chosen = new Set(tables)
  return schema.tables.map(({ identity }) => identity).filter((identity) => !chosen.has(identity))
}

function checkChosen(schema: SourceSchema, tables: readonly string[] | undefined): void {
  const known = new Set(schema.tables.map((table) => table.identity))
  const missing = (tables ?? []).findIndex((identity) => !known.has(identity))
  if (missing < 0) return
  throw invalidField(
    `/tables/${missing}`,
    'The database no longer shows this table. Test the connection again and choose anew.',
    'source_table_missing',
  )
}
