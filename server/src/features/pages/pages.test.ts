import { newId } from '@flexoffice/base'
import * as contract from '@flexoffice/contract/pages'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestPerson } from '../../core/testing/test-server.ts'
import { purgeRemovedPage } from './purge-page.ts'
import type { TestWorkspace } from './testing/test-workspace.ts'
import { problemOf, startTestWorkspace } from './testing/test-workspace.ts'

describe('pages', () => {
  let workspace: TestWorkspace
  let { server, admin, viewer, sales, outsider } = {} as TestWorkspace

  beforeAll(async () => {
    workspace = await startTestWorkspace()
    ;({ server, admin, viewer, sales, outsider } = workspace)
  }, 60_000)
  afterAll(() => workspace.server.stop())

  const create = async (title = 'Orders', document = workspace.ordersPage()) =>
    (await admin.client.call(contract.createPage, { title, document })).id

  it('lists drafts to editors and only published, shared pages to readers', async () => {
    const pageId = await create('Figures')
    const titles = async (person: TestPerson) =>
      (await person.client.call(contract.listPages, {})).pages.map((page) => page.id)
    expect(await titles(admin)).toContain(pageId)
    expect(await titles(viewer)).not.toContain(pageId)
    await admin.client.call(contract.changePage, { pageId, readers: ['sales'] })
    await admin.client.call(contract.publishPage, { pageId })
    expect(await titles(viewer)).not.toContain(pageId)
    expect(await titles(sales)).toContain(pageId)
    expect(await titles(outsider)).toEqual([])
  })

  it('gives pages of one name slugs of their own and refuses unknown roles by field', async () => {
    const first = await admin.client.call(contract.createPage, { title: 'Ação!' })
    const second = await admin.client.call(contract.createPage, { title: 'Ação!' })
    expect([first.slug, second.slug]).toEqual(['acao', 'acao-2'])
    const refused = await problemOf(
      admin.client.call(contract.changePage, { pageId: first.id, readers: ['sales', 'pirate'] }),
    )
    expect(refused).toMatchObject({ code: 'invalid_input', reason: 'unknown_role' })
  })

  it('shows readers the cut document, and the same 404 for whatever they may not open', async () => {
    const pageId = await create('Cut')
    const missing = await problemOf(viewer.client.call(contract.showPublishedPage, { pageId: newId() }))
    const draft = await problemOf(viewer.client.call(contract.showPublishedPage, { pageId }))
    await admin.client.call(contract.changePage, { pageId, readers: ['sales'] })
    await admin.client.call(contract.publishPage, { pageId })
    const unshared = await problemOf(viewer.client.call(contract.showPublishedPage, { pageId }))
    const foreign = await problemOf(outsider.client.call(contract.showPublishedPage, { pageId }))
    const same = ({ ...problem }: object) => ({ ...problem, instance: '', requestId: '' })
    for (const answer of [draft, unshared, foreign]) expect(same(answer!)).toEqual(same(missing!))
    expect(missing).toMatchObject({ code: 'not_found' })

    const { document, page } = await sales.client.call(contract.showPublishedPage, { pageId })
    expect(JSON.stringify(document)).not.toContain(workspace.tableId)
    expect(JSON.stringify(document)).not.toContain(workspace.columns.country)
    expect(document).toMatchObject({
      queries: { q1: { id: 'q1', parameters: [{ name: 'p0', source: 'state.country', kind: 'value' }] } },
    })
    expect(page).toMatchObject({ readers: [], updatedBy: null, abilities: { edit: false } })
    const refusals = [
      sales.client.call(contract.showPage, { pageId }),
      sales.client.call(contract.publishPage, { pageId }),
      sales.client.call(contract.removePage, { pageId }),
      sales.client.call(contract.createPage, { title: 'Mine' }),
    ]
    for (const problem of await Promise.all(refusals.map(problemOf)))
      expect(problem).toMatchObject({ code: 'forbidden' })
  })

  it('publishes once, keeps readers on the published version, and unpublishes', async () => {
    const pageId = await create('Once')
    const first = await admin.client.call(contract.publishPage, { pageId, note: 'first' })
    const again = await admin.client.call(contract.publishPage, { pageId })
    expect([first.version, again.version, again.page.changed]).toEqual([1, 1, false])
    await admin.client.call(contract.changePage, { pageId, title: 'Secret plans' })
    const read = await viewer.client.call(contract.showPublishedPage, { pageId })
    expect([read.page.title, read.document]).toMatchObject(['Once', { title: 'Once' }])
    const { page } = await admin.client.call(contract.showPage, { pageId })
    expect(page).toMatchObject({ title: 'Secret plans', changed: true })
    expect((await admin.client.call(contract.publishPage, { pageId })).version).toBe(2)
    await admin.client.call(contract.unpublishPage, { pageId })
    expect(await problemOf(viewer.client.call(contract.showPublishedPage, { pageId }))).toMatchObject({
      code: 'not_found',
    })
  })

  it('shows a version with its differences, and restores it', async () => {
    const pageId = await create('Before')
    await admin.client.call(contract.publishPage, { pageId })
    await admin.client.call(contract.changePage, { pageId, title: 'After' })
    const shown = await admin.client.call(contract.showPageVersion, { pageId, number: 1 })
    expect(shown.differences).toEqual([
      { kind: 'changed', of: 'page', field: 'title', before: 'After', after: 'Before' },
    ])
    const restored = await admin.client.call(contract.restorePageVersion, { pageId, number: 1 })
    expect(restored.title).toBe('Before')
    const { versions } = await admin.client.call(contract.listPageVersions, { pageId })
    expect(versions.map(({ number, kind, isPublished }) => [number, kind, isPublished])).toEqual([
      [2, 'saved', false],
      [1, 'published', true],
    ])
    const kept = await admin.client.call(contract.showPageVersion, { pageId, number: 2 })
    expect(kept.document.title).toBe('After')
  })

  it('keeps removed pages in the bin for 30 days', async () => {
    const pageId = await create('Old')
    await admin.client.call(contract.publishPage, { pageId })
    await admin.client.call(contract.removePage, { pageId })
    expect(await problemOf(viewer.client.call(contract.showPublishedPage, { pageId }))).toMatchObject({
      code: 'not_found',
    })
    const bin = await admin.client.call(contract.listPages, { removed: true })
    expect(bin.pages.map((page) => page.id)).toContain(pageId)
    expect((await viewer.client.call(contract.listPages, { removed: true })).pages).toEqual([])
    await admin.client.call(contract.bringBackPage, { pageId })
    expect((await viewer.client.call(contract.showPublishedPage, { pageId })).version).toBe(1)

    await admin.client.call(contract.removePage, { pageId })
    const job = {
      runtime: server.runtime,
      tenantId: admin.tenantId,
      actor: {
        kind: 'system' as const,
        name: 'test',
        tenantId: admin.tenantId,
        permissions: new Set<never>(),
      },
      attempt: 1,
      signal: new AbortController().signal,
    }
    await purgeRemovedPage(job, { pageId })
    expect(await server.query('select 1 from pages.page where id = $1', [pageId])).toHaveLength(1)
    await server.query(`update pages.page set removed_at = now() - interval '31 days' where id = $1`, [
      pageId,
    ])
    await purgeRemovedPage(job, { pageId })
    await purgeRemovedPage(job, { pageId })
    for (const table of ['page', 'draft', 'live_update', 'version']) {
      const key = table === 'page' ? 'id' : 'page_id'
      expect(await server.query(`select 1 from pages.${table} where ${key} = $1`, [pageId])).toEqual([])
    }
  })

  it('refuses to publish a page whose column was dropped, and names the column', async () => {
    const document = workspace.ordersPage()
    const query = document.queries.q1!.query as { select: unknown[] }
    query.select.push({ field: { column: workspace.columns.note! } })
    const pageId = await create('Notes', document)
    await admin.client.call(contract.publishPage, { pageId })
    await workspace.sql('alter table orders drop column note')
    await workspace.look()
    const { problems } = await admin.client.call(contract.showPage, { pageId })
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'unknown_column',
        severity: 'error',
        queryId: 'q1',
        message: expect.stringContaining('"note"'),
      }),
    ])
    const refused = await problemOf(admin.client.call(contract.publishPage, { pageId }))
    expect(refused).toMatchObject({ code: 'unprocessable', reason: 'page_has_errors', params: { problems } })
    expect((await admin.client.call(contract.listPageVersions, { pageId })).versions).toHaveLength(1)
  })

  it('keeps every table of pages apart by workspace', async () => {
    const pageId = await create('Apart')
    const refusals = [
      outsider.client.call(contract.showPage, { pageId }),
      outsider.client.call(contract.changePage, { pageId, title: 'Mine' }),
      outsider.client.call(contract.publishPage, { pageId }),
      outsider.client.call(contract.removePage, { pageId }),
      outsider.client.call(contract.restorePageVersion, { pageId, number: 1 }),
    ]
    for (const problem of await Promise.all(refusals.map(problemOf)))
      expect(problem).toMatchObject({ code: 'not_found' })
  })
})
