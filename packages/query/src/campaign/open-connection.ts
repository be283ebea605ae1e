import { startTestPostgres } from '@flexoffice/testkit'
import pg from 'pg'
import type { CampaignConnection } from './campaign-tables.ts'

/** A database of its own for a campaign or a test; values come back as the database wrote them. */
export async function openConnection(): Promise<CampaignConnection & { close(): Promise<void> }> {
  const server = await startTestPostgres()
  const database = await server.createDatabase()
  const types = { getTypeParser: () => (text: unknown) => text }
  const client = new pg.Client({ ...database.connection, types })
  await client.connect()
  return {
    async query(sql, values) {
      const result = await client.query({ text: sql, values: values as unknown[], rowMode: 'array' })
      return (Array.isArray(result) ? [] : result.rows) as (string | null)[][]
    },
    async close() {
      await client.end()
      await database.drop()
      await server.stop()
    },
  }
}
