import type { IncomingMessage } from 'node:http'
import { request } from 'node:http'
import type { Socket } from 'node:net'
import type { OperationContract } from '@flexoffice/contract/operation'
import { toRequest } from '@flexoffice/sdk/client'
import type { TestPerson, TestServer } from './test-server.ts'

/** An answer that has begun and that nobody reads yet, with the server's end of its connection. */
export interface SlowDownload {
  answer: IncomingMessage
  socket: Socket
}

/** Watches the connections of a server: the answer begins a call and does not read on. */
export function slowDownloads(server: TestServer) {
  const sockets: Socket[] = []
  server.http.server.on('connection', (socket) => sockets.push(socket))
  return async (
    person: TestPerson,
    contract: OperationContract,
    input: Record<string, unknown>,
  ): Promise<SlowDownload> => {
    const { path, headers, body } = toRequest(contract, input)
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = {
        method: contract.http.method,
        headers: { ...headers, authorization: `Bearer ${person.token}` },
        agent: false,
      }
      request(server.url + path, options, resolve)
        .on('error', reject)
        .end(body)
    })
    const { localPort } = answer.socket
    return { answer, socket: sockets.find(({ remotePort }) => remotePort === localPort)! }
  }
}

/** Reads to the end: the lines that came, and whether the answer was whole. */
export async function readOn(
  answer: IncomingMessage,
): Promise<{ end: 'clean' | 'broken'; lines: number; largestPiece: number }> {
  let lines = 0
  let largestPiece = 0
  try {
    for await (const chunk of answer) {
      largestPiece = Math.max(largestPiece, (chunk as Buffer).length)
      for (const byte of chunk as Buffer) if (byte === 10) lines += 1
    }
    return { end: answer.complete ? 'clean' : 'broken', lines, largestPiece }
  } catch {
    return { end: 'broken', lines, largestPiece }
  }
}
