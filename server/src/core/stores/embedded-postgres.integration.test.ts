import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { startCluster } from './embedded-postgres.ts'

const folder = await mkdtemp('/tmp/flexoffice-clusters-')
// As root, data under a folder of mode 0700 would be kept elsewhere and outlive this test.
await chmod(folder, 0o755)
const log = { info() {}, warn() {} }

afterAll(() => rm(folder, { recursive: true, force: true }))

test('both clusters start at once, with durable settings and without a network', async () => {
  const [management, tenants] = await Promise.all([
    startCluster({ name: 'management', dataFolder: join(folder, 'management'), log }),
    startCluster({
      name: 'tenants',
      dataFolder: join(folder, 'tenants'),
      log,
      settings: { max_connections: '50' },
    }),
  ])
  expect(await readSettings(management.connection)).toEqual({
    cluster_name: 'flexoffice-management',
    fsync: 'on',
    jit: 'off',
    listen_addresses: '',
    max_connections: '200',
    synchronous_commit: 'on',
  })
  expect(await readSettings(tenants.connection)).toMatchObject({
    cluster_name: 'flexoffice-tenants',
    max_connections: '50',
  })
  expect(tenants.superuser.password).not.toBe(management.superuser.password)
  await Promise.all([management.stop(), tenants.stop()])
  expect(await management.exited).toMatchObject({ code: 0, expected: true })
})

async function readSettings(connection: pg.ClientConfig): Promise<Record<string, string>> {
  const client = new pg.Client(connection)
  await client.connect()
  const { rows } = await client.query<{ name: string; setting: string }>(
    `SELECT name, setting FROM pg_settings WHERE name IN
     ('fsync', 'synchronous_commit', 'jit', 'max_connections', 'listen_addresses', 'cluster_name')`,
  )
  await client.end()
  return Object.fromEntries(rows.map((row) => [row.name, row.setting]))
}
