import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import type { Actor, PersonActor } from './actor.ts'
import type { JobHandler } from './jobs/work-jobs.ts'
import type { AnyOperation } from './operation.ts'
import type { Runtime } from './runtime.ts'
import type { SettingDeclaration } from './setting-declaration.ts'

/**
 * A socket endpoint besides `/api/socket`, e.g. live pages. It authenticates by itself and says so with `signedIn`; a
 * socket on which nobody has signed in within ten seconds is closed.
 */
export interface SocketEndpoint {
  path: string
  connect(runtime: Runtime, socket: WebSocket, request: IncomingMessage, signedIn: () => void): void
}

export interface Feature {
  name: string
  operations: readonly AnyOperation[]
  /** `new URL('./migrations/', import.meta.url)` */
  migrations?: URL
  jobs?: Record<string, JobHandler>
  settings?: readonly SettingDeclaration[]
  sockets?: readonly SocketEndpoint[]
  /** Resolves bearer tokens; exactly one feature does. */
  authenticate?: (token: string, runtime: Runtime) => Promise<Actor | null> | Actor | null
  /** Resolves a session again that was resolved before; of the same feature. */
  resume?: (person: PersonActor, runtime: Runtime) => Promise<Actor | null> | Actor | null
  /** Runs once the stores are open, before requests are served. */
  start?: (runtime: Runtime) => Promise<void> | void
}

/** Defines a feature: all that the platform has to know of a folder. */
export function defineFeature(feature: Feature): Feature {
  return feature
}
