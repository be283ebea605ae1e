import { resolve } from 'node:path'
import { readNetworks } from './http/client-address.ts'
import type { TracingConfig } from './tracing/tracing-config.ts'
import { readTracing } from './tracing/tracing-config.ts'

/** What the operator decides by environment variables; the only place that reads them. */
export interface Config {
  host: string
  port: number
  dataFolder: string
  /** The management store; null = embedded. */
  databaseUrl: string | null
  /** With an external management store: the server on which workspaces' databases are made; its login may create databases and roles. */
  dataServerUrl: string | null
  /** The address in links that people receive; never taken from the Host header. */
  publicUrl: string
  firstAdmin: { email: string; password: string } | null
  /** Base64 of 32 bytes; with external stores it is required, never invented. */
  masterKey: string | null
  logLevel: string
  webFolder: string
  /** Whether private and loopback addresses are open to sources; null = only while there is a single workspace. */
  allowPrivateAddresses: boolean | null
  /** Addresses and networks whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[]
  /** How many changes a second one person may make, ten seconds' worth at once; null = as many as the server can. */
  writesPerSecond: number | null
  /** Lets a scraper on another machine see the figures. */
  metricsToken: string | null
  /** Where traces go by OpenTelemetry's own variables; null = nowhere. */
  tracing: TracingConfig | null
  production: boolean
}

/** Reads the configuration; an unusable value ends the start with the variable's name and the remedy. */
export function readConfig(environment: NodeJS.ProcessEnv, projectFolder: string): Config {
  const port = readPort(environment.FLEXOFFICE_PORT ?? '4400')
  const host = environment.FLEXOFFICE_HOST ?? '127.0.0.1'
  return {
    host,
    port,
    dataFolder: resolve(environment.FLEXOFFICE_DATA ?? 'data'),
    databaseUrl: environment.DATABASE_URL ?? null,
    dataServerUrl: environment.FLEXOFFICE_DATA_SERVER ?? null,
    publicUrl: (environment.FLEXOFFICE_URL ?? `http://localhost:${port}`).replace(/\/$/, ''),
    firstAdmin: readFirstAdmin(environment),
    masterKey: environment.FLEXOFFICE_KEY ?? null,
    logLevel: environment.FLEXOFFICE_LOG ?? 'info',
    webFolder: resolve(projectFolder, 'build/web'),
    allowPrivateAddresses: readSwitch('FLEXOFFICE_ALLOW_PRIVATE_ADDRESSES', environment),
    trustedProxies: readTrustedProxies(environment.FLEXOFFICE_TRUSTED_PROXIES ?? ''),
    writesPerSecond: readRate('FLEXOFFICE_WRITES_PER_SECOND', environment),
    metricsToken: readMetricsToken(environment.FLEXOFFICE_METRICS_TOKEN),
    tracing: readTracing(environment),
    production: environment.NODE_ENV !== 'test',
  }
}

function readPort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`FLEXOFFICE_PORT is "${text}"; it must be a port number between 0 and 65535.`)
  }
  return port
}

function readTrustedProxies(text: string): string[] {
  const networks = text.split(/[\s,]+/).filter(Boolean)
  try {
    readNetworks(networks)
  } catch (error) {
    throw new Error(`FLEXOFFICE_TRUSTED_PROXIES: ${(error as Error).message}`)
  }
  return networks
}

function readMetricsToken(text: string | undefined): string | null {
  if (!text) return null
  if (!/^[\x21-\x7e]{16,}$/.test(text))
    throw new Error('FLEXOFFICE_METRICS_TOKEN must have at least 16 letters, digits or signs, and no spaces.')
  return text
}

function readRate(name: string, environment: NodeJS.ProcessEnv): number | null {
  const text = environment[name]
  if (text === undefined || text === '') return null
  const rate = Number(text)
  if (!(rate > 0 && rate < Number.POSITIVE_INFINITY))
    throw new Error(`${name} is "${text}"; it must be a number above 0, or empty for no limit.`)
  return rate
}

function readFirstAdmin(environment: NodeJS.ProcessEnv): Config['firstAdmin'] {
  const email = environment.FLEXOFFICE_ADMIN_EMAIL
  const password = environment.FLEXOFFICE_ADMIN_PASSWORD
  if (!email && !password) return null
  if (!email || !password)
    throw new Error('Set both FLEXOFFICE_ADMIN_EMAIL and FLEXOFFICE_ADMIN_PASSWORD, or neither.')
  return { email, password }
}

function readSwitch(name: string, environment: NodeJS.ProcessEnv): boolean | null {
  const text = environment[name]
  if (text === undefined || text === '') return null
  if (text === 'true' || text === '1') return true
  if (text === 'false' || text === '0') return false
  throw new Error(`${name} is "${text}"; it must be true or false.`)
}
