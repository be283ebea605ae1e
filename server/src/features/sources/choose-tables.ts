import { invalidField } from '@flexoffice/base'
import type { ParsedInputOf } from '@flexoffice/contract/operation'
import * as contract from '@flexoffice/contract/sources'
import type { SourceSchema } from '@flexoffice/sdk/connector'
import { operation } from '../../core/operation.ts'
import { applySchema, checkReaders } from './apply-schema.ts'
import { listKnown } from './list-source-tables.ts'
import { lookAtSource } from './look-at-source.ts'
import { settleEffect } from './settle-effect.ts'
import { countTables, showSource } from './show-source.ts'
import type { SourceRow } from './source-store.ts'
import { chosenOf, findConnected, findSource, lockSource, sourceTables } from './source-store.ts'

type Input = ParsedInputOf<typeof contract.chooseTables>
type Known = Awaited<ReturnType<typeof listKnown>>

/**
 * Takes and leaves tables of a source. A table that is left keeps its ids and grants out of sight, so that taking it again
 * is no way around what was decided on it: the readers named here get only what was never taken before.
 */
export const chooseTables = operation(contract.chooseTables, {
  allow: 'sources.connect',
  async run(ctx, input) {
    const { sourceId, take, leave, readers } = input
    await ctx.transaction((db) => checkReaders(db, readers))
    const before = await ctx.transaction((db) => findConnected(db, sourceId))
    const schema = await lookAtSource(ctx, before)
    return settleEffect(ctx, async (db) => {
      const row = await lockSource(db, sourceId)
      const known = await listKnown(db, sourceId)
      checkTables(input, schema, known)
      const chosen = choose(row, known, input)
      await sourceTables(db).updateTable('sources.source').set(chosen).where('id', '=', sourceId).execute()
      const createdBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null
      const look = { sourceId, schema, ...chosenOf({ ...row, ...chosen }), createdBy }
      const nameOf = new Map(schema.tables.map(({ identity, name }) => [identity, name]))
      for (const { identity, name } of known) nameOf.set(identity, name)
      const names = (tables: readonly string[]) => tables.map((identity) => nameOf.get(identity)!)
      ctx.record({
        object: { type: 'source', id: sourceId, name: row.name },
        before: { takesLater: row.chosen_tables === null },
        after: { takesLater: chosen.chosen_tables === null, taken: names(take), left: names(leave), readers },
      })
      await applySchema(ctx, db, look, readers, take)
      ctx.emit(contract.sourceChanged, { sourceId })
      return showSource(await findSource(db, sourceId), (await countTables(db)).get(sourceId) ?? 0, ctx.actor)
    })
  },
})

/** Only what the source shows can be taken; what is gone from it can still be left. */
function checkTables({ take, leave }: Input, schema: SourceSchema, known: Known): void {
  const shown = new Set(schema.tables.map(({ identity }) => identity))
  const ours = new Set(known.map(({ identity }) => identity))
  const taken = new Set(take)
  const strange = take.findIndex((identity) => !shown.has(identity))
  if (strange >= 0) throw unknownTable(`/take/${strange}`)
  const gone = leave.findIndex((identity) => !shown.has(identity) && !ours.has(identity))
  if (gone >= 0) throw unknownTable(`/leave/${gone}`)
  const both = leave.findIndex((identity) => taken.has(identity))
  if (both >= 0)
    throw invalidField(
      `/leave/${both}`,
      'This table is to be taken and left at once. Choose one.',
      'table_taken_and_left',
    )
}

function unknownTable(path: string) {
  return invalidField(
    path,
    'The database no longer shows this table. Look again and choose anew.',
    'source_table_missing',
  )
}

/** What the source keeps of the choice. With tables that appear later taken too, only those that are left are listed. */
function choose(row: SourceRow, known: Known, { take, leave, takesLater }: Input) {
  const taken = new Set(take)
  const left = new Set([...row.left_tables.filter((identity) => !taken.has(identity)), ...leave])
  if (takesLater ?? row.chosen_tables === null) return { chosen_tables: null, left_tables: [...left] }
  const all = [...(row.chosen_tables ?? []), ...known.map(({ identity }) => identity), ...take]
  return {
    chosen_tables: [...new Set(all)].filter((identity) => !left.has(identity)),
    left_tables: [...left],
  }
}
