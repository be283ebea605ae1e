import { saveGrant } from '@flexoffice/contract/access'
import { describeTable } from '@flexoffice/contract/catalogue'
import * as contract from '@flexoffice/contract/pages'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestWorkspace } from './testing/test-workspace.ts'
import { problemOf, startTestWorkspace } from './testing/test-workspace.ts'

describe('a preview of a sensitive table', () => {
  let workspace: TestWorkspace
  let pageId: string

  beforeAll(async () => {
    workspace = await startTestWorkspace()
    const { admin, tableId } = workspace
    const document = workspace.ordersPage()
    pageId = (await admin.client.call(contract.createPage, { title: 'Orders', document })).id
    await admin.client.call(contract.publishPage, { pageId })
    await grantTo('viewer')
    await admin.client.call(describeTable, { tableId, sensitive: true })
  }, 60_000)
  afterAll(() => workspace.server.stop())

  async function grantTo(role: string): Promise<void> {
    const operations = { read: true, create: false, update: false, delete: false }
    const grant = { role, operations, rows: null, columns: {}, otherColumns: { access: 'read' as const } }
    await workspace.admin.client.call(saveGrant, { tableId: workspace.tableId, grant })
  }

  const run = (person: 'admin' | 'viewer', more: object = {}) =>
    workspace[person].client.call(contract.runPageQuery, {
      pageId,
      queryId: 'q1',
      parameters: { p0: 'BR' },
      ...more,
    })

  it('lends nobody the eyes of somebody else', async () => {
    expect((await run('viewer')).rows).toHaveLength(2)
    expect(await problemOf(run('admin'))).toMatchObject({ code: 'not_found' })
    for (const as of [{ personId: workspace.viewer.id }, { roles: ['viewer'] }])
      expect(await problemOf(run('admin', { draft: true, as }))).toMatchObject({ code: 'forbidden' })
  })

  it('is shown to who is granted the table', async () => {
    await grantTo('admin')
    expect((await run('admin', { as: { roles: ['viewer'] } })).rows).toHaveLength(2)
  })
})
