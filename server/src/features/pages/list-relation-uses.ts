import * as contract from '@flexoffice/contract/pages'
import { operation } from '../../core/operation.ts'
import { governsData } from '../catalogue/api.ts'
import { findUses } from './find-uses.ts'

/** Lists the pages that break when a relation is removed: those whose draft or published version follows it. */
export const listRelationUses = operation(contract.listRelationUses, {
  allow: governsData,
  run: (ctx, { relationId }) => findUses(ctx.db, ctx.actor, relationId),
})
