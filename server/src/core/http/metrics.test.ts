import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { features } from '../../features.ts'
import type { TestServer } from '../testing/test-server.ts'
import { startTestServer } from '../testing/test-server.ts'

const metricsToken = 'a-token-of-an-operator'
let server: TestServer
beforeAll(async () => {
  server = await startTestServer(features, { config: { metricsToken, trustedProxies: ['127.0.0.9'] } })
})
afterAll(() => server.stop())

/** Asks from one of this machine's own addresses. */
function figures(headers: Record<string, string> = {}, localAddress = '127.0.0.1') {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    request(`${server.url}/metrics`, { headers, localAddress, agent: false }, (answer) => {
      let text = ''
      answer.on('data', (chunk) => {
        text += String(chunk)
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
      .on('error', reject)
      .end()
  })
}

describe('figures', () => {
  it('are shown on the machine itself', async () => {
    const { status, text } = await figures()
    expect(status).toBe(200)
    expect(text).toContain('flexoffice_operation_seconds')
  })

  it('are shown to nobody else without the token, whichever way they come', async () => {
    const ways: [Record<string, string>, string?][] = [
      [{ 'x-forwarded-for': '203.0.113.9' }],
      [{ 'x-forwarded-for': '127.0.0.1' }],
      [{ forwarded: 'for=127.0.0.1' }],
      [{ via: '1.1 proxy' }],
      [{ 'x-forwarded-for': '203.0.113.9' }, '127.0.0.9'],
      [{ 'x-forwarded-for': '127.0.0.1' }, '127.0.0.9'],
    ]
    for (const [headers, from] of ways) {
      const { status, text } = await figures(headers, from)
      expect([status, JSON.parse(text).code], JSON.stringify(headers)).toEqual([401, 'not_signed_in'])
      expect(text).not.toContain('flexoffice_')
    }
  })

  it('are shown for the token from anywhere, and for no other', async () => {
    const far = { 'x-forwarded-for': '203.0.113.9' }
    expect((await figures({ ...far, authorization: `Bearer ${metricsToken}` })).status).toBe(200)
    for (const wrong of ['', 'a-token-of-an-operato', `${metricsToken}x`])
      expect((await figures({ ...far, authorization: `Bearer ${wrong}` })).status).toBe(401)
    expect((await figures({ authorization: 'Bearer wrong' })).status).toBe(401)
  })

  it('are not shown to another machine of the network', async () => {
    const open = await server.http.inject({ method: 'GET', url: '/metrics', remoteAddress: '192.0.2.1' })
    expect(open.statusCode).toBe(401)
  })
})
