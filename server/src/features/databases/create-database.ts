import pg from 'pg'
import type { StoreConnection } from '../../core/store/management-store.ts'
import { structureStatements } from './database-structure.ts'

/** What is to stand on the server when we are done. */
export interface DatabasePlan {
  database: string
  owner: string
  ownerPassword: string
  relay: string
  relayPassword: string
}

/**
 * Makes roles, database and our structure in it, each only where it is missing: a set-up that was cut off at any step
 * is finished by the next. The lock on the server lets one node at a time work on one database.
 */
export async function createDatabase(server: StoreConnection, plan: DatabasePlan): Promise<void> {
  const client = await connect(server)
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 7310))', [plan.database])
    await ensureRole(client, plan.owner, plan.ownerPassword)
    await ensureRole(client, plan.relay, plan.relayPassword)
    const name = client.escapeIdentifier(plan.database)
    const found = await client.query('select 1 from pg_database where datname = $1', [plan.database])
    if (found.rowCount === 0) {
      await client.query(
        `create database ${name} owner ${client.escapeIdentifier(plan.owner)} encoding 'UTF8' template template0`,
      )
    }
    // Others may neither enter nor make temporary tables: what is not granted by name is not there.
    await client.query(`revoke all on database ${name} from public`)
    await client.query(`grant connect on database ${name} to ${client.escapeIdentifier(plan.relay)}`)
    await ensureStructure(server, plan)
  } finally {
    await client.end()
  }
}

async function ensureRole(client: pg.Client, name: string, password: string): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [name])
  const verb = found.rowCount === 0 ? 'create' : 'alter'
  await client.query(
    `${verb} role ${client.escapeIdentifier(name)} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password ${client.escapeLiteral(password)}`,
  )
}

async function ensureStructure(server: StoreConnection, plan: DatabasePlan): Promise<void> {
  const client = await connect({ ...server, database: plan.database })
  try {
    await client.query('begin')
    const statements = structureStatements(
      client.escapeIdentifier(plan.owner),
      client.escapeIdentifier(plan.relay),
    )
    for (const statement of statements) await client.query(statement)
    await client.query('commit')
  } finally {
    await client.end()
  }
}

async function connect(connection: StoreConnection): Promise<pg.Client> {
  const client = new pg.Client({ ...connection, application_name: 'FlexOffice set-up' })
  // A connection lost between two statements shows at the next one; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  return client
}
