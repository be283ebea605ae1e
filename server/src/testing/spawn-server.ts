import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findFreePort, waitFor } from '@flexoffice/testkit'

/** The variables that a process is started with, besides those of the test run. */
export type Variables = Record<string, string>

/** A place for an installation of its own: a folder to be removed at the end, and the variables of a server in it. */
export async function prepareInstallation(email: string): Promise<{ folder: string; variables: Variables }> {
  const folder = await mkdtemp('/tmp/flexoffice-spawn-')
  // As root, data under a folder of mode 0700 would be kept elsewhere and outlive the test.
  await chmod(folder, 0o755)
  const variables = {
    FLEXOFFICE_DATA: join(folder, 'data'),
    FLEXOFFICE_PORT: String(await findFreePort()),
    FLEXOFFICE_LOG: 'silent',
    FLEXOFFICE_ADMIN_EMAIL: email,
    FLEXOFFICE_ADMIN_PASSWORD: 'Secret-123',
  }
  return { folder, variables }
}

export interface SpawnedServer {
  child: ChildProcess
  /** All that it wrote so far. */
  output(): string
  /** Stops it as an operator does; answers its exit code. */
  stop(): Promise<number>
}

/** Starts the whole server as `npm start` does, and waits until it serves. */
export async function spawnServer(variables: Variables): Promise<SpawnedServer> {
  const { child, output } = spawnScript('main.ts', variables)
  await waitFor(() => output().includes('FlexOffice is ready'), { timeoutSeconds: 60 })
  return {
    child,
    output,
    async stop() {
      const ended = once(child, 'close') as Promise<[number]>
      child.kill('SIGTERM')
      return (await ended)[0]
    },
  }
}

/** Runs one of the operator's commands to its end. */
export async function runCommand(
  script: string,
  variables: Variables,
  ...args: string[]
): Promise<{ code: number; output: string }> {
  const { child, output } = spawnScript(script, variables, ...args)
  const [code] = (await once(child, 'close')) as [number]
  return { code, output: output() }
}

function spawnScript(script: string, variables: Variables, ...args: string[]) {
  const file = fileURLToPath(new URL(`../${script}`, import.meta.url))
  const { DATABASE_URL: _external, FLEXOFFICE_KEY: _key, ...rest } = process.env
  const child = spawn(process.execPath, [file, ...args], { env: { ...rest, ...variables } })
  let text = ''
  child.stdout.on('data', (part) => (text += part))
  child.stderr.on('data', (part) => (text += part))
  return { child, output: () => text }
}
