import type { FeatureNames } from './feature-names.ts'

/** The files of a new feature on the server and in the contract, by their path in the repository. */
export function serverFiles(names: FeatureNames): Record<string, string> {
  const folder = `server/src/features/${names.kebab}`
  return {
    [`packages/contract/src/${names.kebab}.ts`]: contractFile(names),
    [`${folder}/index.ts`]: indexFile(names),
    [`${folder}/api.ts`]: apiFile(names),
    [`${folder}/${names.kebab}-store.ts`]: storeFile(names),
    [`${folder}/list-${names.kebab}.ts`]: operationFile(names),
    [`${folder}/list-${names.kebab}.test.ts`]: testFile(names),
    [`${folder}/migrations/0001-${names.kebab}.sql`]: migrationFile(names),
  }
}

function contractFile({ kebab, pascal, row, rowPascal, words }: FeatureNames): string {
  return `import { z } from 'zod'
import { defineOperation } from './operation.ts'

export const ${row} = z.object({ id: z.uuid(), name: z.string() })
export type ${rowPascal} = z.infer<typeof ${row}>

export const list${pascal} = defineOperation({
  name: '${kebab}/list-${kebab}',
  kind: 'read',
  summary: '${words} of the workspace, by name.',
  http: { method: 'GET', path: '/api/${kebab}' },
  input: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
  output: z.object({ items: z.array(${row}) }),
})
`
}

function indexFile({ kebab, camel, pascal, words }: FeatureNames): string {
  return `import { defineFeature } from '../../core/feature.ts'
import { list${pascal} } from './list-${kebab}.ts'

/** ${words}. */
export const ${camel} = defineFeature({
  name: '${kebab}',
  operations: [list${pascal}],
  migrations: new URL('./migrations/', import.meta.url),
})
`
}

function apiFile({ kebab, rowPascal }: FeatureNames): string {
  return `// The only file of this feature that other features may import.
export type { Stored${rowPascal} } from './${kebab}-store.ts'
export { insert${rowPascal} } from './${kebab}-store.ts'
`
}

function storeFile({ snake, rowSnake, pascal, row, rowPascal }: FeatureNames): string {
  return `import { newId } from '@flexoffice/base'
import type { Context } from '../../core/context.ts'

/** One row as it is kept. */
export interface Stored${rowPascal} {
  id: string
  name: string
}

type Tables = {
  '${snake}.${rowSnake}': { ${rowSnake}_id: string; tenant_id: string; name: string }
}

/** The first rows of the workspace by name; the transaction shows no other workspace's. */
export async function select${pascal}(ctx: Context, limit: number): Promise<Stored${rowPascal}[]> {
  return ctx.db
    .withTables<Tables>()
    .selectFrom('${snake}.${rowSnake}')
    .select(['${rowSnake}_id as id', 'name'])
    .orderBy('name')
    .limit(limit)
    .execute()
}

/** Adds one to the workspace and returns it. */
export async function insert${rowPascal}(ctx: Context, name: string): Promise<Stored${rowPascal}> {
  const ${row} = { id: newId(ctx.now().getTime()), name }
  await ctx.db
    .withTables<Tables>()
    .insertInto('${snake}.${rowSnake}')
    .values({ ${rowSnake}_id: ${row}.id, tenant_id: ctx.tenant, name })
    .execute()
  return ${row}
}
`
}

function operationFile({ kebab, camel, pascal }: FeatureNames): string {
  return `import * as contract from '@flexoffice/contract/${kebab}'
import { operation } from '../../core/operation.ts'
import { select${pascal} } from './${kebab}-store.ts'

/** Lists the ${camel} that this workspace has. Who may is decided here and nowhere else. */
export const list${pascal} = operation(contract.list${pascal}, {
  allow: 'data.use',
  async run(ctx, { limit }) {
    return { items: await select${pascal}(ctx, limit) }
  },
})
`
}

function migrationFile({ snake, rowSnake }: FeatureNames): string {
  return `create schema ${snake};
grant usage on schema ${snake} to flexoffice_app;

create table ${snake}.${rowSnake} (
  ${rowSnake}_id uuid primary key,
  tenant_id uuid not null references tenants.tenant,
  name text not null
);
create index ${rowSnake}_name on ${snake}.${rowSnake} (tenant_id, name);
select core.protect_tenant_table('${snake}.${rowSnake}');
`
}

function testFile({ kebab, pascal, snake, rowSnake }: FeatureNames): string {
  return `import { newId } from '@flexoffice/base'
import { list${pascal} } from '@flexoffice/contract/${kebab}'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestPerson, TestServer } from '../../core/testing/test-server.ts'
import { startTestServer } from '../../core/testing/test-server.ts'
import { features } from '../../features.ts'

let server: TestServer
let ana: TestPerson

beforeAll(async () => {
  server = await startTestServer(features)
  ana = await server.createPerson({ roles: ['viewer'] })
  await insert(ana.tenantId, 'Beta')
  await insert(ana.tenantId, 'Alpha')
})
afterAll(() => server.stop())

describe('list-${kebab}', () => {
  test('works: lists by name, up to the limit', async () => {
    const all = await ana.client.call(list${pascal}, {})
    expect(all.items.map((item) => item.name)).toEqual(['Alpha', 'Beta'])
    const first = await ana.client.call(list${pascal}, { limit: 1 })
    expect(first.items.map((item) => item.name)).toEqual(['Alpha'])
  })

  test('refuses bad input', async () => {
    await expect(ana.client.call(list${pascal}, { limit: 0 })).rejects.toMatchObject({ status: 400 })
  })

  test('refuses this actor', async () => {
    await expect(server.anonymous.call(list${pascal}, {})).rejects.toMatchObject({ status: 401 })
  })

  test('refuses the other tenant', async () => {
    const tenantId = await server.createTenant('Other')
    await insert(tenantId, 'Hidden')
    const bia = await server.createPerson({ roles: ['admin'], tenantId })
    expect((await bia.client.call(list${pascal}, {})).items.map((item) => item.name)).toEqual(['Hidden'])
    expect((await ana.client.call(list${pascal}, {})).items).toHaveLength(2)
  })
})

async function insert(tenantId: string, name: string): Promise<void> {
  await server.query('insert into ${snake}.${rowSnake} (${rowSnake}_id, tenant_id, name) values ($1, $2, $3)', [
    newId(),
    tenantId,
    name,
  ])
}
`
}
