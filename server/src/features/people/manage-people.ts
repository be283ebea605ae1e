import { AppError } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/people'
import { sql } from 'kysely'
import { operation } from '../../core/operation.ts'
import { checkAdminRemains, checkAttributes, checkMayManage, checkRoles, toPerson } from './person-rules.ts'
import {
  countOtherAdmins,
  endSessions,
  findPerson,
  holdPerson,
  matchesWords,
  peopleTables,
} from './person-store.ts'
import { isAdmin } from './role-book.ts'
import { holdRoles, readRoles } from './role-store.ts'

/** Lists people. */
export const listPeople = operation(contract.listPeople, {
  allow: 'people.view',
  async run(ctx, { search, role, state, limit, offset }) {
    let query = peopleTables(ctx).selectFrom('people.person')
    if (search) query = query.where(matchesWords(search))
    if (role) query = query.where(sql<boolean>`${role} = any(roles)`)
    if (state) query = query.where('state', '=', state)
    const counted = await query
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow()
    const rows = await query.selectAll().orderBy('name').orderBy('id').limit(limit).offset(offset).execute()
    const book = await readRoles(ctx.db)
    return { people: rows.map((row) => toPerson(ctx.actor, row, book)), total: Number(counted.count) }
  },
})

/** Shows one person. */
export const showPerson = operation(contract.showPerson, {
  allow: 'people.view',
  run: async (ctx, { personId }) =>
    toPerson(ctx.actor, await findPerson(ctx, personId), await readRoles(ctx.db)),
})

/** Changes a person; roles take effect in live sessions with the commit. */
export const changePerson = operation(contract.changePerson, {
  allow: 'people.manage',
  async run(ctx, { personId, name, roles, attributes }) {
    const row = await holdPerson(ctx, personId)
    const book = await holdRoles(ctx.db, [...row.roles, ...(roles ?? [])])
    checkMayManage(ctx.actor, row, book)
    if (roles) {
      checkRoles(ctx.actor, roles, book, row.roles)
      if (isAdmin(row.roles) && !isAdmin(roles)) checkAdminRemains(await countOtherAdmins(ctx, personId))
    }
    if (attributes) {
      const declared = await peopleTables(ctx).selectFrom('people.attribute').selectAll().execute()
      checkAttributes(declared, attributes)
    }
    const change = {
      name: name ?? row.name,
      roles: roles ? [...new Set(roles)].sort() : row.roles,
      attributes: attributes ?? row.attributes,
    }
    await peopleTables(ctx)
      .updateTable('people.person')
      .set({ ...change, attributes: sql`${JSON.stringify(change.attributes)}::jsonb` as never })
      .where('id', '=', personId)
      .execute()
    ctx.record({
      object: { type: 'person', id: row.id, name: row.email },
      before: { name: row.name, roles: row.roles, attributes: row.attributes },
      after: change,
    })
    ctx.emit(contract.personChanged, { personId })
    ctx.invalidate({ personId })
    return toPerson(ctx.actor, { ...row, ...change }, book)
  },
})

/** Deactivates a person; their sessions end with the commit. */
export const deactivatePerson = operation(contract.deactivatePerson, {
  allow: 'people.manage',
  async run(ctx, { personId, reason }) {
    const row = await holdPerson(ctx, personId)
    const book = await readRoles(ctx.db)
    checkMayManage(ctx.actor, row, book)
    if (personId === ctx.person.personId) {
      throw new AppError('conflict', {
        public: 'You cannot deactivate yourself. Ask another Admin.',
        reason: 'deactivate_self',
      })
    }
    if (isAdmin(row.roles)) checkAdminRemains(await countOtherAdmins(ctx, personId))
    const change = { state: 'deactivated' as const, deactivation_reason: reason }
    await peopleTables(ctx).updateTable('people.person').set(change).where('id', '=', personId).execute()
    await endSessions(ctx, personId, 'deactivated')
    ctx.record({
      object: { type: 'person', id: row.id, name: row.email },
      before: { state: row.state },
      after: { state: 'deactivated', reason },
    })
    ctx.emit(contract.personChanged, { personId })
    return toPerson(ctx.actor, { ...row, ...change }, book)
  },
})

/** Lets a person sign in again. */
export const reactivatePerson = operation(contract.reactivatePerson, {
  allow: 'people.manage',
  async run(ctx, { personId }) {
    const row = await holdPerson(ctx, personId)
    const book = await readRoles(ctx.db)
    checkMayManage(ctx.actor, row, book)
    const change = { state: 'active' as const, deactivation_reason: null }
    await peopleTables(ctx).updateTable('people.person').set(change).where('id', '=', personId).execute()
    ctx.record({
      object: { type: 'person', id: row.id, name: row.email },
      before: { state: row.state },
      after: { state: 'active' },
    })
    ctx.emit(contract.personChanged, { personId })
    return toPerson(ctx.actor, { ...row, ...change }, book)
  },
})

/** Lists the declared attributes. */
export const listAttributes = operation(contract.listAttributes, {
  allow: 'people.view',
  async run(ctx) {
    const rows = await peopleTables(ctx)
      .selectFrom('people.attribute')
      .select(['name', 'label', 'type'])
      .orderBy('name')
      .execute()
    return { attributes: rows }
  },
})

/** Declares an attribute, or changes its label: its type cannot change under the rules that use it. */
export const saveAttribute = operation(contract.saveAttribute, {
  allow: 'people.manage',
  async run(ctx, { name, label, type }) {
    const tables = peopleTables(ctx)
    const before = await tables
      .selectFrom('people.attribute')
      .selectAll()
      .where('name', '=', name)
      .executeTakeFirst()
    if (before && before.type !== type) {
      throw new AppError('conflict', {
        public: `The attribute "${name}" is of type ${before.type}; row rules rely on it. Declare another name for another type.`,
        reason: 'attribute_type_fixed',
      })
    }
    await tables
      .insertInto('people.attribute')
      .values({ tenant_id: ctx.tenant, name, label, type })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet({ label }))
      .execute()
    ctx.record({
      object: { type: 'attribute', id: name, name: label },
      before: before ? { label: before.label } : undefined,
      after: { label, type },
    })
    ctx.emit(contract.attributesChanged, {})
    ctx.invalidate({ policies: true })
    return { name, label, type }
  },
})
