import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { openTcpDoor, startTestPostgres } from '@flexoffice/testkit'

const script = resolve(import.meta.dirname, '../../data/chinook/postgresql.sql')

/** A music shop's database on a PostgreSQL of its own, as somebody would connect it. */
export interface Chinook {
  host: string
  port: number
  database: string
  user: string
  password: string
  /** Asks the database itself, past the product. */
  query<Row = Record<string, unknown>>(sql: string): Promise<Row[]>
  stop(): Promise<void>
}

/** Starts a PostgreSQL, loads Chinook and opens a port; the user has a password and the rights on these tables only. */
export async function startChinook(): Promise<Chinook> {
  const server = await startTestPostgres({ private: true })
  const database = await server.createDatabase()
  await database.query(readFileSync(script, 'utf8'))
  const user = 'shop_desk'
  const password = 'Long-Play-33'
  await database.query(
    `create role ${user} login password '${password}';
     grant select, insert, update, delete on all tables in schema public to ${user}`,
  )
  const door = await openTcpDoor(server.connection)
  return {
    host: door.host,
    port: door.port,
    database: database.name,
    user,
    password,
    query: (sql) => database.query(sql),
    async stop() {
      await door.close()
      await server.stop()
    },
  }
}
