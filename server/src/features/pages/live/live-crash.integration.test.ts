import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as contract from '@flexoffice/contract/pages'
import { addWidget, builtInWidgets, setTitle } from '@flexoffice/page-model'
import type { TestPostgres } from '@flexoffice/testkit'
import { startTestPostgres, waitFor } from '@flexoffice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

describe('live pages in two processes', () => {
  let postgres: TestPostgres
  let server: TestServer
  let ana: TestPerson
  let ben: TestPerson
  let child: ChildProcess
  let childUrl: string
  const open: TestEditor[] = []

  beforeAll(async () => {
    postgres = await startTestPostgres()
    server = await startTestServer([tenants, people, settings, catalogue, access, pages])
    ana = await server.createPerson({ roles: ['editor'], name: 'Ana' })
    ben = await server.createPerson({ roles: ['editor'], name: 'Ben' })
    const [row] = await server.query<{ database: string }>('select current_database() as database')
    const options = {
      management: { ...postgres.connection, database: row!.database },
      config: server.runtime.config,
    }
    const script = fileURLToPath(new URL('../testing/test-node.ts', import.meta.url))
    child = spawn(process.execPath, [script, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [port] = (await once(child.stdout!, 'data')) as [Buffer]
    childUrl = `http://127.0.0.1:${String(port).trim()}`
  }, 60_000)
  afterAll(async () => {
    for (const editor of open) editor.stop()
    child.kill('SIGKILL')
    await server.stop()
    await postgres.stop()
  })

  function edit(url: string, person: TestPerson, pageId: string, ydoc?: TestEditor['ydoc']): TestEditor {
    const editor = openEditor(url, person.token, pageId, ydoc)
    open.push(editor)
    return editor
  }

  it('brings editors at both together, and keeps what was acknowledged when one is killed', async () => {
    const pageId = (await ana.client.call(contract.createPage, { title: 'Start' })).id
    const [there, here] = [edit(childUrl, ana, pageId), edit(server.url, ben, pageId)]
    await Promise.all([there.synced(), here.synced()])
    setTitle(there.ydoc, 'From there')
    await waitFor(() => here.page().title === 'From there')
    const fromHere = addWidget(here.ydoc, text)
    await waitFor(() => there.page().widgets[fromHere] !== undefined)

    const ids = Array.from({ length: 40 }, () => addWidget(there.ydoc, text))
    await there.saved()
    child.kill('SIGKILL')
    await once(child, 'exit')
    const { document } = await ben.client.call(contract.showPage, { pageId })
    expect(Object.keys(document.widgets).sort()).toEqual([...ids, fromHere].sort())

    setTitle(there.ydoc, 'Written while away')
    const back = edit(server.url, ana, pageId, there.ydoc)
    await back.saved()
    await waitFor(() => here.page().title === 'Written while away')
    expect(here.page()).toEqual(back.page())
  }, 60_000)
})
