import { once } from 'node:events'
import { pageLivePath } from '@flexoffice/contract/page-live'
import { waitFor } from '@flexoffice/testkit'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { logConsole } from '../../../core/log-console.ts'
import type { TestServer } from '../../../core/testing/test-server.ts'
import { startTestServer } from '../../../core/testing/test-server.ts'
import { access } from '../../access/index.ts'
import { catalogue } from '../../catalogue/index.ts'
import { people } from '../../people/index.ts'
import { settings } from '../../settings/index.ts'
import { tenants } from '../../tenants/index.ts'
import { pages } from '../index.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer([tenants, people, settings, catalogue, access, pages])
})
afterAll(() => server.stop())
afterEach(() => void vi.restoreAllMocks())

/** A message of the live protocol for a page: its name, then a type. */
function message(name: string): Buffer {
  const text = Buffer.from(name)
  return Buffer.concat([Buffer.from([text.length]), text, Buffer.from([0, 0])])
}

describe('what the library of live pages writes to the console', () => {
  it('is one line each of the structured log, whatever a caller put into it', async () => {
    const lines: string[] = []
    const written = vi.spyOn(console, 'warn')
    const restore = logConsole(pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }))
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${pageLivePath}`)
    try {
      await once(socket, 'open')
      for (let index = 0; index < 5; index += 1) socket.send(message(`${index}\n{"level":60,"msg":"forged"}`))
      await once(socket, 'close')
      await waitFor(() => lines.length > 0)
    } finally {
      restore()
    }
    expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true)
    const told = lines.map((line) => JSON.parse(line))
    expect(told[0]).toMatchObject({ level: 40, from: 'console' })
    expect(told[0].msg).toContain('too many pending unauthenticated documents')
    expect(told.map(({ level }) => level)).not.toContain(60)
    expect(written).not.toHaveBeenCalled()
  })
})

describe('the console', () => {
  it('keeps an error with its stack, at its level', () => {
    const lines: string[] = []
    const restore = logConsole(pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }))
    console.error('a hook failed', new Error('no store'), { page: 1 })
    restore()
    const told = JSON.parse(lines[0]!)
    expect(told).toMatchObject({ level: 50, msg: 'a hook failed { page: 1 }', err: { message: 'no store' } })
    expect(told.err.stack).toContain('live-log.test')
  })
})
