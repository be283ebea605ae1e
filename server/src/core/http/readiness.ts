import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import pg from 'pg'
import type { Runtime } from '../runtime.ts'
import { perRuntime } from '../runtime.ts'

/** What serving needs, each by a name that may be told to anybody. */
export interface Readiness {
  /** The management store, by each of the logins that requests use. */
  store: boolean
  /** Changes of rights and sessions are heard. */
  epochs: boolean
  /** Journals go into the audit log, and events to browsers. */
  relay: boolean
  /** The server of the workspaces' own databases; true where none is set up, for then nothing needs it. */
  workspaces: boolean
  /** Uploads and anchored heads can be kept. */
  files: boolean
}

const answerMilliseconds = 3_000
/** Anybody may ask; they share one look. */
const keepMilliseconds = 500

const looks = perRuntime((runtime) => {
  const probe = runtime.tenantsServer ? makeProbe(runtime) : null
  let latest: { at: number; answer: Promise<Readiness> } | null = null
  let told = new Set<string>()

  async function look(): Promise<Readiness> {
    const [store, workspaces, files] = await Promise.all([
      holds(runtime.store.check()),
      probe ? holds(probe.query('select 1')) : true,
      holds(access(runtime.config.dataFolder, constants.W_OK)),
    ])
    const readiness = {
      store,
      epochs: runtime.epochs.isFresh(),
      relay: runtime.relay.isRunning(),
      workspaces,
      files,
    }
    tell(readiness)
    return readiness
  }

  /** Once for each time that something goes away, not at every look. */
  function tell(readiness: Readiness): void {
    const missing = Object.entries(readiness).flatMap(([part, isThere]) => (isThere ? [] : [part]))
    const fresh = missing.filter((part) => !told.has(part))
    told = new Set(missing)
    if (fresh.length > 0) runtime.log.warn({ parts: fresh }, 'the server is not ready to serve')
  }

  return (): Promise<Readiness> => {
    if (!latest || Date.now() - latest.at >= keepMilliseconds) latest = { at: Date.now(), answer: look() }
    return latest.answer
  }
})

/** Looks at each part; what does not answer in a few seconds counts as not there. */
export function lookAtReadiness(runtime: Runtime): Promise<Readiness> {
  return looks(runtime)()
}

function makeProbe(runtime: Runtime): pg.Pool {
  const probe = new pg.Pool({
    ...runtime.tenantsServer!,
    max: 1,
    connectionTimeoutMillis: answerMilliseconds,
    // A connection that carries nothing any more is given up, or each later look would wait for it.
    query_timeout: answerMilliseconds,
  })
  probe.on('error', () => {})
  runtime.onStop(() => probe.end())
  return probe
}

function holds(check: Promise<unknown>): Promise<boolean> {
  const answered = check.then(
    () => true,
    () => false,
  )
  const late = new Promise<boolean>((resolve) => {
    const timer = setTimeout(resolve, answerMilliseconds, false)
    void answered.finally(() => clearTimeout(timer))
  })
  return Promise.race([answered, late])
}
