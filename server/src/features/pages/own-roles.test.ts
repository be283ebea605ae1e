import {
  explainAccess,
  listReaders,
  removeGrant,
  saveGrant,
  showTableAccess,
} from '@flexoffice/contract/access'
import { listRecords, showTable } from '@flexoffice/contract/data'
import * as contract from '@flexoffice/contract/pages'
import { changePerson } from '@flexoffice/contract/people'
import type { Permission } from '@flexoffice/contract/permissions'
import * as roles from '@flexoffice/contract/roles'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TestPerson } from '../../core/testing/test-server.ts'
import type { TestWorkspace } from './testing/test-workspace.ts'
import { problemOf, startTestWorkspace } from './testing/test-workspace.ts'

let workspace: TestWorkspace
let pageId: string
let role: string
let holder: TestPerson
let names = 0

beforeAll(async () => {
  workspace = await startTestWorkspace()
}, 60_000)
afterAll(() => workspace.server.stop())
beforeEach(async () => {
  const { admin, server } = workspace
  role = await makeRole(['data.use', 'pages.view'])
  holder = await server.createPerson({ roles: [role], name: 'Caio' })
  const document = workspace.ordersPage()
  pageId = (await admin.client.call(contract.createPage, { title: 'Orders', document })).id
  await admin.client.call(contract.publishPage, { pageId })
})

async function makeRole(permissions: Permission[]): Promise<string> {
  names += 1
  const made = await workspace.admin.client.call(roles.createRole, { name: `Till ${names}`, permissions })
  return made.key
}

const grantTo = (key: string, version?: number) => {
  const operations = { read: true, create: false, update: false, delete: false }
  const hidden = { [workspace.columns.note!]: { access: 'none' as const } }
  const grant = {
    role: key,
    operations,
    rows: 'row.id < 2',
    columns: hidden,
    otherColumns: { access: 'read' as const },
  }
  return workspace.admin.client.call(saveGrant, { tableId: workspace.tableId, grant, version })
}
const shareWith = (readers: string[]) => workspace.admin.client.call(contract.changePage, { pageId, readers })
const remove = () => workspace.admin.client.call(roles.deleteRole, { key: role })
const codeOf = async (call: Promise<unknown>) => {
  const problem = await problemOf(call.then(() => Promise.reject({ problem: { code: 'done' } })))
  return problem!.reason ?? problem!.code
}
const openPage = () => codeOf(holder.client.call(contract.showPublishedPage, { pageId }))

describe('a role of the workspace’s own', () => {
  it('has the rows and columns that it is granted, by page and by API', async () => {
    const read = () => holder.client.call(listRecords, { tableId: workspace.tableId })
    expect(await codeOf(read())).toBe('not_found')
    await grantTo(role)
    const { records } = await read()
    expect(records).toHaveLength(1)
    expect(JSON.stringify(records)).not.toContain(workspace.columns.note)
    const query = { pageId, queryId: 'q1', parameters: { p0: 'BR' } }
    expect((await holder.client.call(contract.runPageQuery, query)).rows).toEqual([[1, '10.50']])
    const preview = { ...query, draft: true, as: { roles: [role], attributes: {} } }
    expect((await workspace.admin.client.call(contract.runPageQuery, preview)).rows).toEqual([[1, '10.50']])
    await workspace.admin.client.call(removeGrant, { tableId: workspace.tableId, role })
    expect(await codeOf(read())).toBe('not_found')
  })

  it('reads nothing without the permission to use data, and the explanation says so', async () => {
    const { admin, tableId } = workspace
    await grantTo(role)
    const query = { pageId, queryId: 'q1', parameters: { p0: 'BR' } }
    const readAll = () =>
      Promise.all([
        codeOf(holder.client.call(contract.runPageQuery, query)),
        codeOf(holder.client.call(showTable, { tableId })),
      ])
    const explain = async () =>
      (await admin.client.call(explainAccess, { tableId, personId: holder.id })).whyNot
    const others = async () =>
      (await admin.client.call(listReaders, { tableId, who: 'others' })).people
        .filter(({ person }) => person.id === holder.id)
        .map(({ whyNot }) => whyNot)
    expect(await readAll()).toEqual(['done', 'done'])
    expect([await explain(), await others()]).toEqual([null, []])
    await admin.client.call(roles.changeRole, { key: role, version: 1, permissions: ['pages.view'] })
    expect(await readAll()).toEqual(['not_found', 'forbidden'])
    expect([await explain(), await others()]).toEqual(['no_data_use', ['no_data_use']])
    await admin.client.call(roles.changeRole, {
      key: role,
      version: 2,
      permissions: ['pages.view', 'data.use'],
    })
    expect(await readAll()).toEqual(['done', 'done'])
  })

  it('opens the pages that are shared with it', async () => {
    await shareWith(['finance'])
    expect(await openPage()).toBe('not_found')
    await shareWith(['finance', role])
    expect(await openPage()).toBe('done')
  })

  it('lets nobody see with other eyes who may not grant what these see', async () => {
    const designer = await makeRole(['data.use', 'pages.view', 'pages.edit', 'access.explain'])
    const person = await workspace.server.createPerson({ roles: [designer] })
    const preview = { pageId, queryId: 'q1', draft: true, as: { personId: workspace.admin.id } }
    expect(await codeOf(person.client.call(contract.runPageQuery, preview))).toBe('forbidden')
  })

  it('is refused where it does not exist, by each that names roles', async () => {
    const { admin, outsider } = workspace
    const theirs = await outsider.client.call(roles.createRole, { name: 'Elsewhere', permissions: [] })
    expect(await codeOf(grantTo(theirs.key))).toBe('unknown_role')
    expect(await codeOf(shareWith([theirs.key]))).toBe('unknown_role')
    const as = { roles: [theirs.key], attributes: {} }
    const preview = admin.client.call(contract.runPageQuery, { pageId, queryId: 'q1', draft: true, as })
    expect(await codeOf(preview)).toBe('unknown_role')
  })
})

describe('deleting a role', () => {
  it('is refused while a page is shared with it, since without readers all would see the page', async () => {
    const { admin } = workspace
    await shareWith([role])
    await grantTo(role)
    await admin.client.call(changePerson, { personId: holder.id, roles: ['viewer'] })
    expect((await admin.client.call(roles.showRoleUses, { key: role })).uses).toEqual([
      { kind: 'table', blocks: false, count: 1, names: [expect.stringMatching(/orders/i)] },
      { kind: 'page', blocks: true, count: 1, names: ['Orders'] },
    ])
    expect(await codeOf(remove())).toBe('role_in_use')
    await shareWith(['viewer'])
    expect(await codeOf(remove())).toBe('done')
  })

  it('takes its rights on tables along, each with its entry in the audit log', async () => {
    const { admin, server, tableId } = workspace
    await grantTo(role)
    await admin.client.call(changePerson, { personId: holder.id, roles: ['viewer'] })
    await remove()
    const { grants } = await admin.client.call(showTableAccess, { tableId })
    expect(grants.map((grant) => grant.role)).not.toContain(role)
    const deleted = (await server.auditOf(admin.tenantId)).filter(
      ({ operation }) => operation === 'people/delete-role',
    )
    expect(deleted.at(-1)!.payload.records).toMatchObject([
      { object: { type: 'table', id: tableId }, detail: { role }, before: { rules: expect.anything() } },
      { object: { type: 'role', id: role } },
    ])
  })

  it('leaves no grant behind, whichever of the two comes first', async () => {
    const { admin } = workspace
    await admin.client.call(changePerson, { personId: holder.id, roles: ['viewer'] })
    for (let round = 0; round < 5; round += 1) {
      const key = await makeRole([])
      await Promise.all([codeOf(grantTo(key)), admin.client.call(roles.deleteRole, { key })])
      const left = await workspace.server.query('select 1 from access."grant" where role = $1', [key])
      expect(left).toEqual([])
    }
  })
})
