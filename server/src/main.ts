import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { readConfig } from './core/config.ts'
import { createHttpServer } from './core/http/http-server.ts'
import { openKeys } from './core/keys.ts'
import { logConsole } from './core/log-console.ts'
import { openStores } from './core/open-stores.ts'
import { startRuntime } from './core/start-runtime.ts'
import { features } from './features.ts'

const projectFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** The composition root: reads the configuration, opens the stores, starts the services, stops them in order. */
async function main(): Promise<void> {
  const startedAt = performance.now()
  const config = readConfig(process.env, projectFolder)
  const tracing = config.tracing
    ? await (await import('./core/tracing/open-tracing.ts')).openTracing(config.tracing)
    : null
  const log = pino({
    level: config.logLevel,
    ...(tracing ? { mixin: tracing.logFields } : {}),
    redact: ['password', 'token', '*.password', '*.token', 'req.headers.authorization'],
  })
  tracing?.reportTo(log)
  logConsole(log)
  mkdirSync(config.dataFolder, { recursive: true })
  const keys = openKeys(config)
  const stores = await openStores(config, log)
  const { runtime, stop } = await startRuntime({
    config,
    log,
    keys,
    management: stores.management,
    tenants: stores.tenants,
    features,
    tracing,
  })
  const server = await createHttpServer(runtime, features)

  let stopping = false
  async function shutDown(signal: string): Promise<void> {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    const deadline = setTimeout(() => process.exit(1), 20_000)
    deadline.unref()
    server.server.closeIdleConnections()
    await Promise.race([server.close(), new Promise((done) => setTimeout(done, 3_000))])
    // An answer that its caller does not take holds a connection to a source, and the stop would wait for it.
    server.server.closeAllConnections()
    await stop()
    await tracing?.stop()
    await stores.stop()
    process.exit(0)
  }
  process.on('SIGINT', () => void shutDown('SIGINT'))
  process.on('SIGTERM', () => void shutDown('SIGTERM'))
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise failed unheard'))

  await server.listen({ host: config.host, port: config.port })
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  process.stdout.write(`\nFlexOffice is ready at http://localhost:${port} (${seconds} s)\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(
    `FlexOffice could not start: ${error instanceof Error ? error.message : String(error)}\n`,
  )
  if (process.env.FLEXOFFICE_LOG === 'debug') process.stderr.write(`${(error as Error).stack}\n`)
  process.exit(1)
})
