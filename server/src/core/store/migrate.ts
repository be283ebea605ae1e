import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Keys } from '../keys.ts'
import type { StoreConnection } from './management-store.ts'

/** A feature's migrations: SQL files `0001-name.sql`, applied once, in order, forward only. */
export interface MigrationFolder {
  feature: string
  folder: URL
}

/** Names of the three logins; a suffix keeps several installations apart on one external server. */
export const logins = { app: 'flexoffice_app', gate: 'flexoffice_gate', relay: 'flexoffice_relay' } as const

/**
 * Brings the store's structure up to date under a lock: several nodes may start at once. Returns the three logins'
 * connections. A migration changed after it was applied is refused: write a new one.
 */
export async function migrate(
  owner: StoreConnection,
  keys: Keys,
  folders: MigrationFolder[],
): Promise<Record<keyof typeof logins, StoreConnection>> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7301)')
    await ensureLogins(client, owner, keys)
    await client.query('create schema if not exists core')
    await client.query(
      'create table if not exists core.migration (feature text, name text, digest text not null, applied_at timestamptz not null default now(), primary key (feature, name))',
    )
    const applied = await client.query<{ feature: string; name: string; digest: string }>(
      'select feature, name, digest from core.migration',
    )
    const known = new Map(applied.rows.map((row) => [`${row.feature}/${row.name}`, row.digest]))
    for (const { feature, folder } of folders) await migrateFeature(client, feature, folder, known)
  } finally {
    await client.end()
  }
  return connections(owner, keys)
}

async function migrateFeature(
  client: pg.Client,
  feature: string,
  folder: URL,
  known: Map<string, string>,
): Promise<void> {
  const path = fileURLToPath(folder)
  for (const name of readdirSync(path)
    .filter((file) => file.endsWith('.sql'))
    .sort()) {
    const text = readFileSync(join(path, name), 'utf8')
    const digest = createHash('sha256').update(text).digest('hex')
    const before = known.get(`${feature}/${name}`)
    if (before === digest) continue
    if (before)
      throw new Error(
        `migration ${feature}/${name} was changed after it was applied; write a new one instead`,
      )
    try {
      await client.query('begin')
      await client.query(text)
      await client.query('insert into core.migration (feature, name, digest) values ($1, $2, $3)', [
        feature,
        name,
        digest,
      ])
      await client.query('commit')
    } catch (cause) {
      await client.query('rollback')
      throw new Error(`migration ${feature}/${name} failed: ${(cause as Error).message}`, { cause })
    }
  }
}

async function ensureLogins(client: pg.Client, owner: StoreConnection, keys: Keys): Promise<void> {
  for (const login of Object.values(logins)) {
    const found = await client.query('select 1 from pg_roles where rolname = $1', [login])
    // Nothing but LOGIN is ever given; naming more would need a superuser, which an external owner is not.
    if (found.rowCount === 0) await client.query(`create role ${login} login`)
    await client.query(`alter role ${login} password ${client.escapeLiteral(password(keys, login))}`)
    await client.query(`grant connect on database ${client.escapeIdentifier(owner.database)} to ${login}`)
  }
}

function connections(owner: StoreConnection, keys: Keys): Record<keyof typeof logins, StoreConnection> {
  const entries = Object.entries(logins).map(([name, login]) => [
    name,
    { ...owner, user: login, password: password(keys, login) },
  ])
  return Object.fromEntries(entries)
}

function password(keys: Keys, login: string): string {
  return keys.derive(`login:${login}`).toString('base64url')
}
