import * as contract from '@flexoffice/contract/pages'
import { changePerson, signOut } from '@flexoffice/contract/people'
import { addWidget, builtInWidgets, setProperty, setTitle } from '@flexoffice/page-model'
import { waitFor } from '@flexoffice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { TestPerson, TestServer } from '../../../core/testing/test-server.ts'
import { startTestServer } from '../../../core/testing/test-server.ts'
import { access } from '../../access/index.ts'
import { catalogue } from '../../catalogue/index.ts'
import { people } from '../../people/index.ts'
import { settings } from '../../settings/index.ts'
import { tenants } from '../../tenants/index.ts'
import { pages } from '../index.ts'
import type { TestEditor } from '../testing/test-editor.ts'
import { openEditor } from '../testing/test-editor.ts'

const text = builtInWidgets.find((widget) => widget.type === 'text')!

describe('live pages', () => {
  let server: TestServer
  let ana: TestPerson
  let ben: TestPerson
  const open: TestEditor[] = []

  beforeAll(async () => {
    server = await startTestServer([tenants, people, settings, catalogue, access, pages])
    ana = await server.createPerson({ roles: ['editor'], name: 'Ana' })
    ben = await server.createPerson({ roles: ['editor'], name: 'Ben' })
  })
  afterAll(async () => {
    for (const editor of open) editor.stop()
    await server.stop()
  })

  async function makePage(title = 'Orders'): Promise<string> {
    return (await ana.client.call(contract.createPage, { title })).id
  }
  function edit(person: TestPerson, pageId: string, ydoc?: Y.Doc): TestEditor {
    const editor = openEditor(server.url, person.token, pageId, ydoc)
    open.push(editor)
    return editor
  }
  const titleOf = (editor: TestEditor, id: string) => editor.page().widgets[id]?.properties.content

  it('lets two editors work on one page and converge', async () => {
    const pageId = await makePage()
    const [first, second] = [edit(ana, pageId), edit(ben, pageId)]
    await Promise.all([first.synced(), second.synced()])
    const id = addWidget(first.ydoc, text)
    await waitFor(() => second.page().widgets[id] !== undefined)
    setProperty(first.ydoc, id, 'content', { kind: 'value', value: 'Hello' })
    setTitle(second.ydoc, 'Orders of today')
    await Promise.all([first.saved(), second.saved()])
    await waitFor(() => first.page().title === 'Orders of today' && titleOf(second, id) !== undefined)
    expect(first.page()).toEqual(second.page())
    const shown = await ben.client.call(contract.showPage, { pageId })
    expect(shown.document).toEqual(first.page())
    expect(shown.page).toMatchObject({ title: 'Orders of today', changed: true })
    expect(first.messages[0]).toMatchObject({ type: 'welcome', readOnly: false, user: { name: 'Ana' } })
  })

  it('refuses a forged update: others never see it, and its author hears why', async () => {
    const pageId = await makePage()
    const [forger, witness] = [edit(ana, pageId), edit(ben, pageId)]
    await Promise.all([forger.synced(), witness.synced()])
    forger.ydoc.getMap('secrets').set('x', 1)
    await waitFor(() => forger.closes.length > 0)
    expect(forger.messages.at(-1)).toMatchObject({ type: 'refused', code: 'unknown_root' })
    expect(forger.closes[0]).toEqual({ code: 4422, reason: 'updateRefused' })
    const id = addWidget(witness.ydoc, text)
    await witness.saved()
    expect(witness.ydoc.share.has('secrets')).toBe(false)
    const again = edit(ana, pageId)
    await again.synced()
    expect(Object.keys(again.page().widgets)).toEqual([id])
    expect([...again.ydoc.share.keys()]).not.toContain('secrets')
  })

  it('refuses updates in the name of another person’s client', async () => {
    const pageId = await makePage()
    const [first, second] = [edit(ana, pageId), edit(ben, pageId)]
    await Promise.all([first.synced(), second.synced()])
    setTitle(first.ydoc, 'By Ana')
    await waitFor(() => second.page().title === 'By Ana')
    const mask = new Y.Doc()
    mask.clientID = first.ydoc.clientID
    Y.applyUpdate(mask, Y.encodeStateAsUpdate(second.ydoc))
    mask.clientID = first.ydoc.clientID
    const before = Y.encodeStateVector(mask)
    setTitle(mask, 'Said to be by Ana')
    Y.applyUpdate(second.ydoc, Y.encodeStateAsUpdate(mask, before))
    await waitFor(() => second.closes.length > 0)
    expect(second.messages.at(-1)).toMatchObject({ type: 'refused', code: 'foreign_client' })
    expect(first.page().title).toBe('By Ana')
  })

  it('tells both when two write one property at once', async () => {
    const pageId = await makePage()
    const [first, second] = [edit(ana, pageId), edit(ben, pageId)]
    await Promise.all([first.synced(), second.synced()])
    setTitle(first.ydoc, 'Said by Ana')
    setTitle(second.ydoc, 'Said by Ben')
    const heard = (editor: TestEditor) => editor.messages.find((message) => message.type === 'conflict')
    await waitFor(() => heard(first) && heard(second))
    await waitFor(() => first.page().title === second.page().title)
    expect(heard(first)).toEqual(heard(second))
    expect(heard(first)).toMatchObject({ of: 'page', field: 'title', kept: first.page().title })
  })

  it('lets in neither viewers nor other workspaces nor strangers', async () => {
    const pageId = await makePage()
    const viewer = await server.createPerson({ roles: ['viewer'] })
    const other = await server.createPerson({
      roles: ['admin'],
      tenantId: await server.createTenant('Other'),
    })
    const refused = [edit(viewer, pageId), edit(other, pageId), edit({ ...ana, token: 'nothing' }, pageId)]
    await waitFor(() => refused.every((editor) => editor.failures.length > 0))
    expect(refused.map((editor) => editor.failures[0])).toEqual(['forbidden', 'not_found', 'not_signed_in'])
    expect(refused.every((editor) => editor.page().title === '')).toBe(true)
  })

  it('closes the socket within a second of a sign-out', async () => {
    const pageId = await makePage()
    const leaver = await server.createPerson({ roles: ['editor'] })
    const editor = edit(leaver, pageId)
    await editor.synced()
    const startedAt = Date.now()
    await leaver.client.call(signOut, {})
    await waitFor(() => editor.closes.length > 0)
    expect(editor.closes[0]!.code).toBe(4401)
    expect(Date.now() - startedAt).toBeLessThan(1_000)
  })

  it('closes the socket of somebody who loses the right to edit', async () => {
    const pageId = await makePage()
    const admin = await server.createPerson({ roles: ['admin'] })
    const demoted = await server.createPerson({ roles: ['editor'] })
    const editor = edit(demoted, pageId)
    await editor.synced()
    await admin.client.call(changePerson, { personId: demoted.id, roles: ['viewer'] })
    await waitFor(() => editor.closes.length > 0, { timeoutSeconds: 5 })
    expect(editor.closes[0]).toEqual({ code: 4403, reason: 'forbidden' })
  })

  it('opens a page read-only for the sixth person', async () => {
    const pageId = await makePage()
    const crowd: TestPerson[] = []
    for (let index = 0; index < 6; index += 1) crowd.push(await server.createPerson({ roles: ['editor'] }))
    const editors: TestEditor[] = []
    for (const person of crowd) {
      const editor = edit(person, pageId)
      await editor.synced()
      await waitFor(() => editor.messages.length > 0)
      editors.push(editor)
    }
    expect(
      editors.map((editor) => editor.messages[0]).map((m) => m?.type === 'welcome' && m.readOnly),
    ).toEqual([false, false, false, false, false, true])
    setTitle(editors[5]!.ydoc, 'Not mine to change')
    setTitle(editors[0]!.ydoc, 'Changed')
    await editors[0]!.saved()
    await waitFor(() => editors[1]!.page().title === 'Changed')
    const { document } = await ana.client.call(contract.showPage, { pageId })
    expect(document.title).toBe('Changed')
    for (const editor of editors) editor.stop()
  })

  it('shows presence under the name that the server knows', async () => {
    const pageId = await makePage()
    const [first, second] = [edit(ana, pageId), edit(ben, pageId)]
    await Promise.all([first.synced(), second.synced()])
    first.provider.awareness!.setLocalState({
      user: { name: 'The boss', color: 'url(x)' },
      selection: ['w1'],
      extra: 'x'.repeat(100),
    })
    const seen = () => second.provider.awareness!.getStates().get(first.ydoc.clientID)
    await waitFor(() => seen()?.selection !== undefined)
    expect(seen()).toEqual({
      selection: ['w1'],
      user: { id: ana.id, name: 'Ana', color: expect.stringMatching(/^#[0-9a-f]{6}$/) },
    })
    expect([...second.provider.awareness!.getStates().keys()].sort()).toEqual(
      [first.ydoc.clientID, second.ydoc.clientID].sort(),
    )
    first.stop()
    await waitFor(() => seen() === undefined)
  })

  it('shows a restored version to open editors at once, and a removed page to nobody', async () => {
    const pageId = await makePage('Start')
    const editor = edit(ben, pageId)
    await editor.synced()
    await ana.client.call(contract.publishPage, { pageId })
    setTitle(editor.ydoc, 'Later')
    await editor.saved()
    await ana.client.call(contract.restorePageVersion, { pageId, number: 1 })
    await waitFor(() => editor.page().title === 'Start')
    const { versions } = await ana.client.call(contract.listPageVersions, { pageId })
    expect(versions.map(({ number, kind }) => [number, kind])).toEqual([
      [2, 'saved'],
      [1, 'published'],
    ])
    setTitle(editor.ydoc, 'Still alive')
    await editor.saved()
    await ana.client.call(contract.removePage, { pageId })
    await waitFor(() => editor.closes.length > 0)
    expect(editor.closes[0]).toEqual({ code: 4404, reason: 'pageGone' })
  })

  it('writes one entry per person and stretch of work into the audit log', async () => {
    const pageId = await makePage()
    const editor = edit(ben, pageId)
    await editor.synced()
    const id = addWidget(editor.ydoc, text)
    for (let index = 0; index < 20; index += 1)
      setProperty(editor.ydoc, id, 'content', { kind: 'value', value: `Text ${index}` })
    await editor.saved()
    editor.stop()
    const entries = async () =>
      (await server.auditOf(ana.tenantId)).filter(
        (entry) => entry.operation === 'pages/edit-page' && JSON.stringify(entry.payload).includes(pageId),
      )
    await waitFor(async () => (await entries()).length > 0)
    const written = await entries()
    expect(written).toHaveLength(1)
    expect(JSON.stringify(written[0]!.payload)).toContain(id)
  })
})
