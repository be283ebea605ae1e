import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findFreePort } from '@flexoffice/testkit'

const projectFolder = resolve(import.meta.dirname, '../..')

/** The Admin of the measured installation. */
export const admin = { email: 'bench@example.com', password: 'Bench-Secret-1' }

/** A started product. */
export interface Product {
  port: number
  processId: number
  secondsToReady: number
  stop(): Promise<void>
}

/** Starts the product as `npm start` does, on a data folder of its own, and waits until it says that it is ready. */
export async function startProduct(dataFolder: string, nodeOptions: string[] = []): Promise<Product> {
  const port = await findFreePort()
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...nodeOptions, 'server/src/main.ts'], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      FLEXOFFICE_DATA: dataFolder,
      FLEXOFFICE_PORT: String(port),
      FLEXOFFICE_LOG: process.env.FLEXOFFICE_LOG ?? 'warn',
      FLEXOFFICE_ADMIN_EMAIL: admin.email,
      FLEXOFFICE_ADMIN_PASSWORD: admin.password,
    },
  })
  await ready(child)
  return {
    port,
    processId: child.pid!,
    secondsToReady: (performance.now() - startedAt) / 1000,
    stop: () => end(child),
  }
}

/** A login with all rights on one of the product's clusters, to fill it and to measure beside it. */
export function clusterLogin(dataFolder: string, cluster: 'tenants' | 'management') {
  // Where the unprivileged user of PostgreSQL could not enter the data folder, the cluster lies elsewhere.
  const location = join(dataFolder, cluster, 'location')
  const place = existsSync(location) ? readFileSync(location, 'utf8').trim() : join(dataFolder, cluster)
  const lock = JSON.parse(readFileSync(join(place, 'lock'), 'utf8')) as { socketFolder: string }
  const password = readFileSync(join(dataFolder, 'keys', `postgres-${cluster}`), 'utf8').trim()
  return { host: lock.socketFolder, port: 5432, user: 'flexoffice', password }
}

/** Removes a stopped product's data, also the clusters that lie elsewhere. */
export function removeData(dataFolder: string): void {
  for (const cluster of ['tenants', 'management']) {
    const location = join(dataFolder, cluster, 'location')
    if (existsSync(location)) rmSync(readFileSync(location, 'utf8').trim(), { recursive: true, force: true })
  }
  rmSync(dataFolder, { recursive: true, force: true })
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout!.on('data', (chunk) => {
      output += chunk
      if (output.includes('is ready at')) resolve()
    })
    child.stderr!.on('data', (chunk) => {
      output += chunk
    })
    child.on('exit', (code) => reject(new Error(`the product ended with ${code}:\n${output}`)))
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.on('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
