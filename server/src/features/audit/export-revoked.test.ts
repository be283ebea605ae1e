import * as contract from '@flexoffice/contract/audit'
import { changePerson, endSession, listSessions, showSession, signOut } from '@flexoffice/contract/people'
import { waitFor } from '@flexoffice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readOn, slowDownloads } from '../../core/testing/slow-download.ts'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { people } from '../people/index.ts'
import { tenants } from '../tenants/index.ts'
import { audit } from './index.ts'

const entries = 2_000
let server: TestServer
let boss: TestPerson
let shift = 0
let download: ReturnType<typeof slowDownloads>

beforeAll(async () => {
  server = await startTestServer([tenants, people, audit], {
    clock: () => new Date(Date.now() + shift),
  })
  download = slowDownloads(server)
  boss = await server.createPerson({ roles: ['admin'] })
  // More than any buffer on the way holds, so that an export goes on for as long as nobody reads it.
  await server.query(
    `with made as (select n, gen_random_uuid() as id from generate_series(1000001, 1000000 + ${entries}) n),
     headers as (
       insert into core.audit_entry (sequence, id, tenant_id, at, actor_kind, operation, outcome, digest, mac)
       select n, id, $1, now(), 'system', 'test/fill', 'done', '', '' from made)
     insert into core.audit_payload (id, tenant_id, salt, payload)
     select id, $1, '', json_build_object('actor', json_build_object('name', 'x'), 'records', json_build_array(
       json_build_object('detail', repeat(md5(n::text), 1000))))::text from made`,
    [boss.tenantId],
  )
})
afterAll(() => server.stop())

const beginExport = (person: TestPerson) => download(person, contract.exportAudit, {})

describe('an export that is under way', () => {
  it('breaks off when its person signs out', async () => {
    const person = await server.createPerson({ roles: ['admin'] })
    const { answer, socket } = await beginExport(person)
    await person.client.call(signOut, {})
    await waitFor(() => socket.destroyed)
    const { end, lines } = await readOn(answer)
    expect(end).toBe('broken')
    expect(lines).toBeLessThan(entries)
  })

  it('breaks off when its session is ended by another', async () => {
    const person = await server.createPerson({ roles: ['admin'] })
    const { answer, socket } = await beginExport(person)
    const { sessions } = await boss.client.call(listSessions, { personId: person.id })
    await boss.client.call(endSession, { sessionId: sessions[0]!.id })
    await waitFor(() => socket.destroyed)
    expect((await readOn(answer)).end).toBe('broken')
  })

  it('breaks off when the right to it is taken, and goes on when another role is given', async () => {
    const person = await server.createPerson({ roles: ['admin'] })
    const { answer, socket } = await beginExport(person)
    const roles = ['admin', 'editor']
    await boss.client.call(changePerson, { personId: person.id, roles })
    const further = await beginExport(person)
    expect((await readOn(further.answer)).end).toBe('clean')
    expect(socket.destroyed).toBe(false)
    await boss.client.call(changePerson, { personId: person.id, roles: ['editor'] })
    await waitFor(() => socket.destroyed)
    expect((await readOn(answer)).end).toBe('broken')
  })

  it('goes on while its session lives, also when its access token has run out', async () => {
    const { answer } = await beginExport(boss)
    shift = 6 * 60_000
    const refused = await boss.client.call(showSession, {}).catch((error) => error.problem)
    expect(refused.code).toBe('not_signed_in')
    const { end, lines } = await readOn(answer)
    expect(end).toBe('clean')
    expect(lines).toBeGreaterThan(entries)
  })
})
