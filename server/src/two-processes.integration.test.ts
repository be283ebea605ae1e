import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { exportAudit } from '@flexoffice/contract/audit'
import { pageLiveCloseCodes } from '@flexoffice/contract/page-live'
import { createPage } from '@flexoffice/contract/pages'
import {
  changePerson,
  deactivatePerson,
  endSession,
  listPeople,
  listSessions,
  showSession,
  signOut,
} from '@flexoffice/contract/people'
import { changeRole, createRole } from '@flexoffice/contract/roles'
import type { Client } from '@flexoffice/sdk'
import { createClient } from '@flexoffice/sdk'
import type { TestPostgres } from '@flexoffice/testkit'
import { startTestPostgres, waitFor } from '@flexoffice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { epochChannel } from './core/epochs/epochs.ts'
import type { TestPerson, TestServer } from './core/testing/test-server.ts'
import { startTestServer } from './core/testing/test-server.ts'
import { access } from './features/access/index.ts'
import { audit } from './features/audit/index.ts'
import { catalogue } from './features/catalogue/index.ts'
import { pages } from './features/pages/index.ts'
import { openEditor } from './features/pages/testing/test-editor.ts'
import { people } from './features/people/index.ts'
import { settings } from './features/settings/index.ts'
import { tenants } from './features/tenants/index.ts'

let postgres: TestPostgres
let here: TestServer
let there: ChildProcess
let thereUrl: string
let boss: TestPerson

beforeAll(async () => {
  postgres = await startTestPostgres()
  here = await startTestServer([tenants, people, settings, catalogue, access, audit, pages])
  boss = await here.createPerson({ roles: ['admin'], name: 'Boss' })
  const [row] = await here.query<{ database: string }>('select current_database() as database')
  const options = {
    management: { ...postgres.connection, database: row!.database },
    config: here.runtime.config,
  }
  const script = fileURLToPath(new URL('./features/pages/testing/test-node.ts', import.meta.url))
  there = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [port] = (await once(there.stdout!, 'data')) as [Buffer]
  thereUrl = `http://127.0.0.1:${String(port).trim()}`
}, 60_000)
afterAll(async () => {
  there.kill('SIGKILL')
  await here.stop()
  await postgres.stop()
})

const at = (url: string, person: TestPerson): Client =>
  createClient({ baseUrl: url, getToken: () => person.token })

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error) => error.problem.code as string,
  )

/** Somebody with a session that the other process knows and keeps. */
async function knownThere(roles: string[]): Promise<{ person: TestPerson; client: Client }> {
  const person = await here.createPerson({ roles })
  const client = at(thereUrl, person)
  for (let time = 0; time < 3; time += 1) await client.call(showSession, {})
  return { person, client }
}

/** An open socket of events at the other process. */
async function listenThere(person: TestPerson): Promise<{ heard: string[]; closed(): number }> {
  const socket = new WebSocket(`${thereUrl.replace('http', 'ws')}/api/socket`)
  const heard: string[] = []
  let code = 0
  socket.on('message', (data) => heard.push(JSON.parse(String(data)).name))
  socket.on('close', (closing) => {
    code = closing
  })
  socket.on('open', () => socket.send(JSON.stringify({ token: person.token })))
  await waitFor(() => heard.includes('ready'))
  return { heard, closed: () => code }
}

describe('what one process takes away', () => {
  it('a role: the other refuses its requests, and its sockets hear of it', async () => {
    const { person, client } = await knownThere(['admin'])
    const events = await listenThere(person)
    expect(await codeOf(client.call(listPeople, {}))).toBe('done')
    await boss.client.call(changePerson, { personId: person.id, roles: ['viewer'] })
    await waitFor(async () => (await codeOf(client.call(listPeople, {}))) === 'forbidden')
    await waitFor(() => events.heard.includes('people/rights-changed'))
    expect(await codeOf(client.call(showSession, {}))).toBe('done')
    expect(events.closed()).toBe(0)
  })

  it('a permission of a role: the other’s sessions and sockets of all who hold it are told', async () => {
    const { key } = await boss.client.call(createRole, { name: 'Desk', permissions: ['people.view'] })
    const { person, client } = await knownThere([key])
    const events = await listenThere(person)
    expect(await codeOf(client.call(listPeople, {}))).toBe('done')
    await boss.client.call(changeRole, { key, version: 1, permissions: [] })
    await waitFor(async () => (await codeOf(client.call(listPeople, {}))) === 'forbidden')
    await waitFor(() => events.heard.includes('people/rights-changed'))
    expect(events.closed()).toBe(0)
  })

  it('a role: the other closes the page that may not be edited any more', async () => {
    const { person } = await knownThere(['editor'])
    const { id } = await boss.client.call(createPage, { title: 'Shared' })
    const editor = openEditor(thereUrl, person.token, id)
    await editor.synced()
    await boss.client.call(changePerson, { personId: person.id, roles: ['viewer'] })
    await waitFor(() => editor.closes.length > 0)
    expect(editor.closes[0]!.code).toBe(pageLiveCloseCodes.forbidden)
    editor.stop()
  })

  it('a role: the other breaks off the export that it sends', async () => {
    const { person } = await knownThere(['admin'])
    // More than any buffer on the way holds, so that the export goes on for as long as nobody reads it.
    await here.query(
      `with made as (select n, gen_random_uuid() as id from generate_series(1000001, 1002000) n),
       headers as (
         insert into core.audit_entry (sequence, id, tenant_id, at, actor_kind, operation, outcome, digest, mac)
         select n, id, $1, now(), 'system', 'test/fill', 'done', '', '' from made)
       insert into core.audit_payload (id, tenant_id, salt, payload)
       select id, $1, '', json_build_object('actor', json_build_object('name', 'x'), 'records', json_build_array(
         json_build_object('detail', repeat(md5(n::text), 1000))))::text from made`,
      [person.tenantId],
    )
    const answer = await fetch(`${thereUrl}${exportAudit.http.path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
      body: '{}',
    })
    const reader = answer.body!.getReader()
    await reader.read()
    await boss.client.call(changePerson, { personId: person.id, roles: ['viewer'] })
    await waitFor(async () => (await codeOf(at(thereUrl, person).call(listPeople, {}))) === 'forbidden')
    // Slowly enough for the other process to look at the session on the way.
    const readAll = async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read())
        await new Promise((next) => setTimeout(next, 5))
    }
    await expect(readAll()).rejects.toThrow()
    await here.query(`delete from core.audit_entry where operation = 'test/fill'`)
  })

  it('a session, by signing out or by another’s hand: the other refuses it and closes its sockets', async () => {
    const own = await knownThere(['viewer'])
    const ended = await knownThere(['viewer'])
    const sockets = [await listenThere(own.person), await listenThere(ended.person)]
    await own.person.client.call(signOut, {})
    const { sessions } = await boss.client.call(listSessions, { personId: ended.person.id })
    await boss.client.call(endSession, { sessionId: sessions[0]!.id })
    for (const { client } of [own, ended])
      await waitFor(async () => (await codeOf(client.call(showSession, {}))) === 'not_signed_in')
    for (const socket of sockets) await waitFor(() => socket.closed() === 4401)
  })

  it('a person: the other refuses them', async () => {
    const { person, client } = await knownThere(['editor'])
    const events = await listenThere(person)
    await boss.client.call(deactivatePerson, { personId: person.id, reason: 'left' })
    await waitFor(async () => (await codeOf(client.call(showSession, {}))) === 'not_signed_in')
    await waitFor(() => events.closed() === 4401)
  })
})

describe('what the other process takes away', () => {
  it('is refused here', async () => {
    const { person } = await knownThere(['admin'])
    expect(await codeOf(person.client.call(listPeople, {}))).toBe('done')
    await at(thereUrl, boss).call(changePerson, { personId: person.id, roles: ['viewer'] })
    await waitFor(async () => (await codeOf(person.client.call(listPeople, {}))) === 'forbidden')
  })
})

describe('a word that nobody could hear', () => {
  it('is made up for: the ears of all were cut when the role was taken', async () => {
    const { person, client } = await knownThere(['admin'])
    const cut = await here.query<{ ended: boolean }>(
      `select pg_terminate_backend(pid) as ended from pg_stat_activity
       where datname = current_database() and query in ($1, $2)`,
      [`listen ${epochChannel}`, `notify ${epochChannel}`],
    )
    expect(cut.length).toBeGreaterThanOrEqual(2)
    // Behind both processes: no word is said at all.
    await here.query(`update people.person set roles = '{viewer}' where id = $1`, [person.id])
    await waitFor(async () => (await codeOf(client.call(listPeople, {}))) === 'forbidden')
    await waitFor(async () => (await codeOf(person.client.call(listPeople, {}))) === 'forbidden')
  })
})
