import { pino } from 'pino'
import type { Config } from '../../../core/config.ts'
import { createHttpServer } from '../../../core/http/http-server.ts'
import { makeKeys } from '../../../core/keys.ts'
import { startRuntime } from '../../../core/start-runtime.ts'
import { access } from '../../access/index.ts'
import { audit } from '../../audit/index.ts'
import { catalogue } from '../../catalogue/index.ts'
import { people } from '../../people/index.ts'
import { settings } from '../../settings/index.ts'
import { tenants } from '../../tenants/index.ts'
import { pages } from '../index.ts'

/** A process of its own on the store of a test server, for tests of two or that kill it; prints its port when it serves. */
const { management, config } = JSON.parse(process.argv[2]!) as {
  management: Parameters<typeof startRuntime>[0]['management']
  config: Config
}
const features = [tenants, people, settings, catalogue, access, audit, pages]
const keys = makeKeys(Buffer.alloc(32, 7))
const log = pino({ level: 'silent' })
const { runtime } = await startRuntime({
  config,
  log,
  keys,
  management,
  tenants: null,
  features,
  worksJobs: false,
})
const http = await createHttpServer(runtime, features)
await http.listen({ host: '127.0.0.1', port: 0 })
const address = http.server.address()
process.stdout.write(`${typeof address === 'object' && address ? address.port : 0}\n`)
