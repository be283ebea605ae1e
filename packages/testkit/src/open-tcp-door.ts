import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'

/** A port of 127.0.0.1 behind which a server on a Unix socket answers. */
export interface TcpDoor {
  host: string
  port: number
  /** Cuts every connection, as a lost network does; new ones are let in again. */
  cut(): void
  /** Leaves every connection open and carries nothing over it any more, as a lost route does; new ones are let in. */
  freeze(): void
  close(): Promise<void>
}

/**
 * Lets a test PostgreSQL be reached by host and port, as somebody else's database is. The server itself listens on its
 * socket alone, so tests that run side by side never want the same port.
 */
export async function openTcpDoor(server: { host: string; port: number }): Promise<TcpDoor> {
  const path = join(server.host, `.s.PGSQL.${server.port}`)
  const open = new Set<Socket>()
  const pairs: [Socket, Socket][] = []
  const door = createServer((near) => {
    const far = connect(path)
    for (const socket of [near, far]) {
      open.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.pipe(near)
    pairs.push([near, far])
  })
  await new Promise<void>((ready) => door.listen(0, '127.0.0.1', ready))
  const address = door.address()
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    host: '127.0.0.1',
    port: typeof address === 'object' && address ? address.port : 0,
    cut,
    freeze() {
      for (const [near, far] of pairs) {
        near.unpipe(far).pause()
        far.unpipe(near).pause()
      }
    },
    close: () =>
      new Promise((closed) => {
        door.close(() => closed())
        cut()
      }),
  }
}
