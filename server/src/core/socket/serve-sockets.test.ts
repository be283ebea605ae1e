import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { pageLivePath } from '@flexoffice/contract/page-live'
import { waitFor } from '@flexoffice/testkit'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { features } from '../../features.ts'
import { makeClientAddress } from '../http/client-address.ts'
import type { TestServer } from '../testing/test-server.ts'
import { startTestServer } from '../testing/test-server.ts'
import { serveSockets } from './serve-sockets.ts'
import { gateLimits } from './socket-gate.ts'

const endpoints = features.flatMap((feature) => feature.sockets ?? [])
let server: TestServer
let small: Server
let url: string
const open: WebSocket[] = []

beforeAll(async () => {
  server = await startTestServer(features)
})
afterAll(() => server.stop())
afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate()
  await new Promise((closed) => small.close(closed))
})
beforeEach(() => listen({ perAddress: 3, inAll: 5, seconds: 60 }))

/** The same sockets with fewer places. */
async function listen(limits: typeof gateLimits): Promise<void> {
  small = createServer()
  serveSockets(server.runtime, small, { endpoints, addressOf: makeClientAddress([]), limits })
  small.listen(0, '127.0.0.1')
  await once(small, 'listening')
  const address = small.address()
  url = `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

/** Opens a socket; answers it, or the status with which it was refused. */
function connect(localAddress = '127.0.0.1', path = '/api/socket'): Promise<WebSocket | number> {
  const socket = new WebSocket(url + path, { localAddress } as never)
  open.push(socket)
  return new Promise((resolve) => {
    socket.on('error', () => {})
    socket.on('open', () => resolve(socket))
    socket.on('unexpected-response', (_request, answer) => resolve(answer.statusCode ?? 0))
  })
}

const connectMany = async (count: number, from?: string, path?: string) => {
  const answers = await Promise.all(Array.from({ length: count }, () => connect(from, path)))
  return answers.map((answer) => (typeof answer === 'number' ? answer : 'open'))
}

describe('sockets on which nobody signed in', () => {
  it('are bounded for each address, and in all', async () => {
    expect((await connectMany(5)).toSorted()).toEqual([429, 429, 'open', 'open', 'open'])
    expect((await connectMany(3, '127.0.0.2')).toSorted()).toEqual([429, 'open', 'open'])
    expect(await connect('127.0.0.3')).toBe(429)
  })

  it('count alike on every path', async () => {
    expect(await connectMany(3, '127.0.0.1', pageLivePath)).toEqual(['open', 'open', 'open'])
    expect(await connect()).toBe(429)
  })

  it('give their places back when they sign in, and when they go', async () => {
    const { token } = await server.createPerson({ roles: ['viewer'] })
    const sockets = await Promise.all([connect(), connect(), connect()])
    expect(await connect()).toBe(429)
    const [first, second] = sockets as WebSocket[]
    first!.send(JSON.stringify({ token }))
    await once(first!, 'message')
    expect(await connect()).toBeInstanceOf(WebSocket)
    expect(await connect()).toBe(429)
    second!.terminate()
    await waitFor(async () => (await connect()) instanceof WebSocket)
    expect(first!.readyState).toBe(WebSocket.OPEN)
  })

  it('are closed when their time is over, and those that signed in are not', async () => {
    const { token } = await server.createPerson({ roles: ['viewer'] })
    await new Promise((closed) => small.close(closed))
    await listen({ perAddress: 3, inAll: 5, seconds: 1 })
    const honest = (await connect()) as WebSocket
    honest.send(JSON.stringify({ token }))
    await once(honest, 'message')
    const idle = await Promise.all([connect(), connect('127.0.0.1', pageLivePath)])
    const codes = await Promise.all(idle.map((socket) => once(socket as WebSocket, 'close')))
    expect(codes.map(([code]) => code)).toEqual([4401, 4401])
    expect(honest.readyState).toBe(WebSocket.OPEN)
  })
})

describe('the server itself', () => {
  it('holds its own bound', async () => {
    url = server.url.replace('http', 'ws')
    const answers = await connectMany(gateLimits.perAddress + 5)
    expect(answers.filter((answer) => answer === 429)).toHaveLength(5)
  })
})
