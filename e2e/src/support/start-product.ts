import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { findFreePort, waitFor } from '@flexoffice/testkit'

const projectFolder = resolve(import.meta.dirname, '../../..')

/** A running server of the product with a data folder of its own. */
export interface Product {
  /** Where a browser finds it, without a trailing slash. */
  url: string
  /** The one-time code that the server printed; empty once the first workspace is there. */
  setUpCode: string
  dataFolder: string
  /** Everything the server wrote so far. */
  output(): string
  processId(): number
  /** Runs one of the operator's commands beside it, with its variables; answers what that wrote, or fails with it. */
  operate(script: string, ...args: string[]): Promise<string>
  /** Ends it with the signal (SIGTERM as an operator would), and starts it again on the same data and port. */
  restart(signal?: NodeJS.Signals): Promise<void>
  /** Stops it and removes its data. */
  stop(): Promise<void>
}

/** Starts the product as `npm start` does, on a free port and empty data; the web application must be built. */
export async function startProduct(environment: Record<string, string> = {}): Promise<Product> {
  if (!existsSync(join(projectFolder, 'build/web/index.html')))
    throw new Error(
      'The web application is not built: run `npm test`, or `npx vite build --config web/vite.config.ts`.',
    )
  const dataFolder = mkdtempSync(join(tmpdir(), 'flexoffice-e2e-'))
  const port = await findFreePort()
  const settings = {
    ...process.env,
    NODE_ENV: 'production',
    FLEXOFFICE_DATA: dataFolder,
    FLEXOFFICE_PORT: String(port),
    FLEXOFFICE_LOG: 'warn',
    ...environment,
  }
  let running = await run(settings)
  return {
    url: `http://localhost:${port}`,
    get setUpCode() {
      return /Set-up code[^:]*: (\S+)/.exec(running.output())?.[1] ?? ''
    },
    dataFolder,
    output: () => running.output(),
    processId: () => running.child.pid ?? 0,
    operate: (script, ...args) => operate(settings, script, args),
    async restart(signal) {
      await end(running.child, signal)
      running = await run(settings)
    },
    async stop() {
      await end(running.child)
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

async function run(environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['server/src/main.ts'], { cwd: projectFolder, env: environment })
  let text = ''
  child.stdout.on('data', (part) => (text += part))
  child.stderr.on('data', (part) => (text += part))
  await waitFor(
    () => {
      if (child.exitCode !== null) throw new Error(text)
      return text.includes('FlexOffice is ready')
    },
    { timeoutSeconds: 60, what: 'the server to be ready' },
  )
  return { child, output: () => text }
}

async function operate(environment: NodeJS.ProcessEnv, script: string, args: string[]): Promise<string> {
  const command = [`server/src/${script}.ts`, ...args]
  const done = await promisify(execFile)(process.execPath, command, { cwd: projectFolder, env: environment })
  return done.stdout
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, 'exit')
}
