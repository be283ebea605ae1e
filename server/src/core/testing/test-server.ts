import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '@flexoffice/base'
import { signIn } from '@flexoffice/contract/people'
import type { Client } from '@flexoffice/sdk'
import { createClient } from '@flexoffice/sdk'
import { startTestPostgres } from '@flexoffice/testkit'
import { hash } from '@node-rs/argon2'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { pino } from 'pino'
import type { AttributeValue } from '../actor.ts'
import type { Config } from '../config.ts'
import type { Feature } from '../feature.ts'
import { createHttpServer } from '../http/http-server.ts'
import { makeKeys } from '../keys.ts'
import type { Runtime } from '../runtime.ts'
import { startRuntime } from '../start-runtime.ts'
import type { Tracing } from '../tracing/tracing.ts'

/** A person with a live session, who calls as any client does: over HTTP with a real token. */
export interface TestPerson {
  id: string
  tenantId: string
  email: string
  token: string
  client: Client
}

export interface TestServer {
  url: string
  runtime: Runtime
  http: FastifyInstance
  /** The management store as its owner, for looking behind the scenes. */
  query<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
  createTenant(name?: string): Promise<string>
  /** Makes a person of a tenant (default: the first) and signs them in. */
  createPerson(person: {
    roles: string[]
    tenantId?: string
    attributes?: Record<string, AttributeValue>
    name?: string
  }): Promise<TestPerson>
  /** A client without a token. */
  anonymous: Client
  /** Resolves when all that was done so far is in the audit log; answers the tenant's entries, oldest first. */
  auditOf(
    tenantId: string,
  ): Promise<{ operation: string; outcome: string; payload: Record<string, unknown> }[]>
  stop(): Promise<void>
}

const password = 'Secret-123'
const master = Buffer.alloc(32, 7)

/** Starts the whole server on real stores for a test file: migrated databases, sockets, jobs, relay, HTTP on a free port. */
export async function startTestServer(
  features: readonly Feature[],
  options: {
    config?: Partial<Config>
    clock?: () => Date
    tracing?: Tracing
    /** Takes the lines of the log; absent = none are written. */
    logLines?: { write(line: string): void }
  } = {},
): Promise<TestServer> {
  const postgres = await startTestPostgres()
  const database = await postgres.createDatabase()
  const dataFolder = mkdtempSync(join(tmpdir(), 'flexoffice-test-data-'))
  const config: Config = {
    host: '127.0.0.1',
    port: 0,
    dataFolder,
    databaseUrl: null,
    dataServerUrl: null,
    publicUrl: 'http://localhost:4400',
    firstAdmin: null,
    masterKey: null,
    logLevel: 'silent',
    webFolder: join(dataFolder, 'no-web'),
    allowPrivateAddresses: true,
    trustedProxies: [],
    writesPerSecond: null,
    metricsToken: null,
    tracing: null,
    production: false,
    ...options.config,
  }
  const { clock, tracing, logLines } = options
  const log = logLines
    ? pino({ level: 'debug', mixin: () => tracing?.logFields() ?? {} }, logLines)
    : pino({ level: process.env.FLEXOFFICE_TEST_LOG ?? 'silent' })
  const keys = makeKeys(master)
  const { runtime, stop } = await startRuntime({
    config,
    log,
    keys,
    management: database.connection,
    tenants: postgres.connection,
    features,
    clock,
    tracing,
  })
  const http = await createHttpServer(runtime, features)
  await http.listen({ host: '127.0.0.1', port: 0 })
  const address = http.server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const owner = new pg.Pool({ ...database.connection, max: 2 })
  owner.on('error', () => {})
  const passwordHash = await hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 })
  let firstTenant: string | null = null

  async function createTenant(name = 'Acme'): Promise<string> {
    const id = newId()
    await owner.query('insert into tenants.tenant (tenant_id, name) values ($1, $2)', [id, name])
    firstTenant ??= id
    return id
  }

  const clientOf = (token: string | null) => createClient({ baseUrl: url, getToken: () => token })
  const anonymous = clientOf(null)
  return {
    url,
    runtime,
    http,
    anonymous,
    createTenant,
    query: async (text, values) => (await owner.query(text, values)).rows as never,
    async createPerson({ roles, attributes = {}, name = 'Ana', tenantId }) {
      const tenant = tenantId ?? firstTenant ?? (await createTenant())
      const [id, accountId] = [newId(), newId()]
      const email = `person-${id.slice(-12)}@example.com`
      await owner.query('insert into people.account (id, email, password_hash) values ($1, $2, $3)', [
        accountId,
        email,
        passwordHash,
      ])
      await owner.query(
        'insert into people.person (id, tenant_id, account_id, name, email, roles, attributes) values ($1, $2, $3, $4, $5, $6, $7)',
        [id, tenant, accountId, name, email, roles, JSON.stringify(attributes)],
      )
      const answer = await anonymous.call(signIn, { email, password })
      if (answer.status !== 'signed_in') throw new Error('the test person has several workspaces')
      return { id, tenantId: tenant, email, token: answer.accessToken, client: clientOf(answer.accessToken) }
    },
    async auditOf(tenantId) {
      await runtime.readAudit.flush()
      await runtime.relay.settle()
      const result = await owner.query(
        `select operation, outcome, payload from core.audit_entry join core.audit_payload using (id)
         where audit_entry.tenant_id = $1 order by sequence`,
        [tenantId],
      )
      return result.rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) }))
    },
    async stop() {
      await http.close()
      await stop()
      await owner.end()
      await database.drop()
      await postgres.stop()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
