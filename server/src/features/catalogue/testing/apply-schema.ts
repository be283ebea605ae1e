import { introspectPostgres, openManagedPostgres } from '@flexoffice/connectors'
import { defineOperation } from '@flexoffice/contract/operation'
import type { ConnectionPool, SourceSchema } from '@flexoffice/sdk/connector'
import { Secret } from '@flexoffice/sdk/connector'
import type { TestDatabase } from '@flexoffice/testkit'
import { z } from 'zod'
import { defineFeature } from '../../../core/feature.ts'
import { operation } from '../../../core/operation.ts'
import { applySourceSchema, removeSource } from '../api.ts'

/** For tests: catalogues a real database, as the sources feature does. */
export const applySchema = defineOperation({
  name: 'testing/apply-schema',
  kind: 'write',
  summary: 'For tests.',
  input: z.object({ sourceId: z.uuid(), schema: z.unknown(), tables: z.array(z.string()).optional() }),
  output: z.any(),
})

export const forgetSource = defineOperation({
  name: 'testing/forget-source',
  kind: 'write',
  summary: 'For tests.',
  input: z.object({ sourceId: z.uuid() }),
  output: z.object({}),
})

export const applying = defineFeature({
  name: 'testing',
  operations: [
    operation(applySchema, {
      allow: 'sources.connect',
      run: (ctx, { sourceId, schema, tables }) =>
        applySourceSchema(ctx, sourceId, schema as SourceSchema, { tables, createdBy: ctx.person.personId }),
    }),
    operation(forgetSource, {
      allow: 'sources.connect',
      async run(ctx, { sourceId }) {
        await removeSource(ctx, sourceId)
        return {}
      },
    }),
  ],
})

/** A pool on a test database, with its introspection. */
export function openTestSource(database: TestDatabase): ConnectionPool & { look(): Promise<SourceSchema> } {
  const { host, port, user, password } = database.connection as {
    host: string
    port: number
    user: string
    password: string
  }
  const login = { address: host, port, database: database.name, user, password: new Secret(password) }
  const pool = openManagedPostgres(login)
  return Object.assign(pool, { look: () => introspectPostgres(pool, ['public']) })
}
