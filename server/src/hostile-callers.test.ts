import { createConnection } from 'node:net'
import { countNewEntries } from '@flexoffice/contract/audit'
import { changePreferences, saveAttribute, setUpWorkspace } from '@flexoffice/contract/people'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestServer } from './core/testing/test-server.ts'
import { startTestServer } from './core/testing/test-server.ts'
import { audit } from './features/audit/index.ts'
import { people } from './features/people/index.ts'
import { setUpCode } from './features/people/set-up-workspace.ts'
import { tenants } from './features/tenants/index.ts'

describe('callers who are not browsers', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer([tenants, people, audit], {
      config: { publicUrl: 'https://office.example.com' },
    })
  })
  afterAll(() => server.stop())

  it('does not fall over an upgrade to an address without a path', async () => {
    for (const target of ['//', 'http://[', '/api/nothing', '*'])
      expect(await upgrade(server.url, target), target).toMatch(/^(HTTP\/1\.1 40[04]|$)/)
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200)
  })

  it('does not fall over an upgrade whose caller is gone before the answer', async () => {
    for (let call = 0; call < 20; call += 1) await upgrade(server.url, '/api/nothing', { reset: true })
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200)
  })

  it('keeps the refresh cookie to TLS where people come by TLS, though the proxy speaks plainly to us', async () => {
    const answer = await fetch(`${server.url}${setUpWorkspace.http.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        code: setUpCode(server.runtime),
        workspaceName: 'Acme',
        name: 'Ana',
        email: 'ana@example.com',
        password: 'Secret-123',
      }),
    })
    expect(answer.headers.get('set-cookie')).toMatch(
      /^flexoffice_refresh=.*; HttpOnly; Secure; SameSite=Strict$/,
    )
  })

  it('answers every malformed body in words', async () => {
    const { token, tenantId } = await server.createPerson({ roles: ['admin'], name: 'Eve' })
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
    const send = async (path: string, body: string, type = 'application/json') => {
      const headers = { 'content-type': type, authorization: `Bearer ${token}` }
      const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers, body })
      return { status: answer.status, ...((await answer.json()) as { code: string; detail: string }) }
    }
    const label = (text: string) => `{"name":"a","type":"text","label":${text}}`
    const bodies = [
      deep,
      label(deep),
      label('"a\\u0000b"'),
      label('"\\ud800"'),
      label('1e400'),
      '{',
      '[]',
      '"text"',
      'null',
    ]
    const keys = [
      '{"__proto__":{"admin":true}}',
      '{"constructor":{"prototype":{}}}',
      '{"name":"x","admin":true}',
    ]
    for (const body of [...bodies, ...keys]) {
      const answer = await send(saveAttribute.http.path, body)
      expect([answer.status, answer.code], body.slice(0, 60)).toEqual([400, 'invalid_input'])
      expect(answer.detail).not.toMatch(/stack|RangeError/)
    }
    expect(await send(changePreferences.http.path, 'x', 'application/octet-stream')).toMatchObject({
      status: 415,
    })
    const range = JSON.stringify({ after: '9'.repeat(19) })
    expect(await send(countNewEntries.http.path, range)).toMatchObject({ status: 400, code: 'invalid_input' })
    expect((await server.auditOf(tenantId)).some(({ outcome }) => outcome === 'failed')).toBe(true)
  })
})

/** Asks for a WebSocket by hand; answers what came until the server closed. */
function upgrade(url: string, target: string, { reset = false } = {}): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url)
    const socket = createConnection({ host: hostname, port: Number(port) })
    let text = ''
    socket.on('data', (bytes) => {
      text += String(bytes)
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(text))
    socket.write(
      `GET ${target} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      () => reset && setTimeout(() => socket.resetAndDestroy(), 1),
    )
  })
}
