import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { startEpochs } from './epochs/epochs.ts'
import type { Feature } from './feature.ts'
import { createJobs, prepareJobs } from './jobs/jobs.ts'
import { workJobs } from './jobs/work-jobs.ts'
import { ageIntents } from './journal/intents.ts'
import { startReadAudit } from './journal/read-audit.ts'
import { startRelay } from './journal/relay.ts'
import type { Keys } from './keys.ts'
import { createMetrics } from './metrics.ts'
import type { Runtime } from './runtime.ts'
import type { SettingDeclaration } from './setting-declaration.ts'
import { createEventHub } from './socket/event-hub.ts'
import type { StoreConnection } from './store/management-store.ts'
import { openManagementStore } from './store/management-store.ts'
import { migrate } from './store/migrate.ts'
import type { Tracing } from './tracing/tracing.ts'

export interface RuntimeOptions {
  config: Config
  log: Logger
  keys: Keys
  management: StoreConnection
  tenants: StoreConnection | null
  features: readonly Feature[]
  tracing?: Tracing | null
  clock?: () => Date
  /** False for a node that only serves. */
  worksJobs?: boolean
}

/** Migrates, opens and starts everything that lives as long as the server; `stop` ends it in the reverse order. */
export async function startRuntime(
  options: RuntimeOptions,
): Promise<{ runtime: Runtime; stop(): Promise<void> }> {
  const { config, log, keys, features, tracing = null } = options
  const folders = features.flatMap(({ name, migrations }) =>
    migrations ? [{ feature: name, folder: migrations }] : [],
  )
  const core = { feature: 'core', folder: new URL('./migrations/', import.meta.url) }
  const logins = await migrate(options.management, keys, [core, ...folders])
  await prepareJobs(options.management)

  const disposals: (() => Promise<void> | void)[] = []
  const store = openManagementStore(logins)
  const hub = createEventHub()
  const metrics = createMetrics()
  const epochs = await startEpochs(logins.app, log)
  const relay = await startRelay({
    connection: logins.relay,
    pool: store.relay,
    key: keys.derive('audit-chain'),
    headsFolder: join(config.dataFolder, 'audit'),
    log,
    tracing,
    setAside: () => metrics.setAside.inc(),
    publish(tenantId, event) {
      metrics.events.inc({ event: event.name })
      hub.publish(tenantId, event)
    },
  })
  const readAudit = startReadAudit(store, log)
  const jobs = createJobs(tracing)
  const authenticate = features.find((feature) => feature.authenticate)?.authenticate ?? (() => null)
  const resume = features.find((feature) => feature.resume)?.resume ?? (() => null)
  const runtime: Runtime = {
    config,
    log,
    keys,
    store,
    tenantsServer: options.tenants,
    epochs,
    relay,
    hub,
    jobs,
    readAudit,
    metrics,
    tracing,
    settings: features.flatMap((feature) => feature.settings ?? []) as SettingDeclaration[],
    clock: options.clock ?? (() => new Date()),
    authenticate,
    resume,
    onStop: (dispose) => void disposals.push(dispose),
  }
  await ageIntents(runtime)
  for (const feature of features) await feature.start?.(runtime)
  const handlers = Object.assign({}, ...features.map((feature) => feature.jobs ?? {}))
  const stopJobs =
    options.worksJobs === false ? async () => {} : await workJobs(runtime, options.management, handlers)

  let stopping: Promise<void> | null = null
  async function stopAll(): Promise<void> {
    await stopJobs()
    for (const dispose of disposals.reverse()) {
      await Promise.resolve(dispose()).catch((error) =>
        log.warn({ err: error }, 'a part did not stop in order'),
      )
    }
    await readAudit.stop()
    await relay.stop()
    await epochs.stop()
    await store.close()
  }
  return {
    runtime,
    stop: () => {
      stopping ??= stopAll()
      return stopping
    },
  }
}
