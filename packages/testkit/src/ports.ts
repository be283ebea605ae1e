import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'

/** A TCP port of 127.0.0.1 that is free now; another program may take it before you do. */
export async function findFreePort(): Promise<number> {
  const [port] = await findFreePorts(1)
  return port!
}

/** Several free ports, all different. */
export async function findFreePorts(count: number): Promise<number[]> {
  const servers: Server[] = []
  for (let index = 0; index < count; index += 1) {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    servers.push(server)
  }
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}
