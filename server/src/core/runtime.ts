import type { Logger } from 'pino'
import type { Actor, PersonActor } from './actor.ts'
import type { Config } from './config.ts'
import type { Epochs } from './epochs/epochs.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { ReadAudit } from './journal/read-audit.ts'
import type { Relay } from './journal/relay.ts'
import type { Keys } from './keys.ts'
import type { Metrics } from './metrics.ts'
import type { SettingDeclaration } from './setting-declaration.ts'
import type { EventHub } from './socket/event-hub.ts'
import type { ManagementStore, StoreConnection } from './store/management-store.ts'
import type { Tracing } from './tracing/tracing.ts'

/** Everything that lives as long as one server does. Features reach it through `ctx.runtime`. */
export interface Runtime {
  config: Config
  log: Logger
  keys: Keys
  store: ManagementStore
  /** The owner's login of the server on which workspace databases are made; null when none is set up. */
  tenantsServer: StoreConnection | null
  epochs: Epochs
  relay: Relay
  hub: EventHub
  jobs: Jobs
  readAudit: ReadAudit
  metrics: Metrics
  /** Null while the operator named no collector. */
  tracing: Tracing | null
  /** What the features declare; values are read with `readSetting`. */
  settings: readonly SettingDeclaration[]
  clock: () => Date
  /** Resolves a bearer token to its actor; put in by the feature that knows sessions. Null = no such live session. */
  authenticate: (token: string, runtime: Runtime) => Promise<Actor | null> | Actor | null
  /** The same session as it is now, for work that outlives its access token. Null = it ended. */
  resume: (person: PersonActor, runtime: Runtime) => Promise<Actor | null> | Actor | null
  /** Runs when the server stops, last registered first. */
  onStop(dispose: () => Promise<void> | void): void
}

/**
 * State of a feature that lives as long as the runtime (a pool, a cache), made at first use. Two runtimes in one process
 * (tests) never share it.
 */
export function perRuntime<State>(
  create: (runtime: Runtime) => State,
  dispose?: (state: State) => Promise<void> | void,
): (runtime: Runtime) => State {
  const states = new WeakMap<Runtime, State>()
  return (runtime) => {
    const present = states.get(runtime)
    if (present !== undefined) return present
    const { tracing } = runtime
    const state = tracing === null ? create(runtime) : tracing.apart(() => create(runtime))
    states.set(runtime, state)
    if (dispose) runtime.onStop(() => dispose(state))
    return state
  }
}
