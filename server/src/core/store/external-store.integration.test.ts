import { startTestPostgres } from '@flexoffice/testkit'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { features } from '../../features.ts'
import { readConfig } from '../config.ts'
import { makeKeys } from '../keys.ts'
import { openStores } from '../open-stores.ts'
import { startRuntime } from '../start-runtime.ts'

let postgres: Awaited<ReturnType<typeof startTestPostgres>>
beforeAll(async () => {
  postgres = await startTestPostgres({ private: true })
})
afterAll(() => postgres.stop())

it('runs on a store whose owner may create roles and is no superuser', async () => {
  const database = await postgres.createDatabase()
  await database.query("create role owner login createrole createdb password 'secret'")
  await database.query(`alter database ${database.name} owner to owner`)
  await database.query('grant all on schema public to owner')
  const management = { ...database.connection, user: 'owner', password: 'secret' }
  const config = readConfig({ NODE_ENV: 'test', FLEXOFFICE_DATA: 'build/no-data' }, '.')
  const options = {
    config,
    log: pino({ level: 'silent' }),
    keys: makeKeys(Buffer.alloc(32, 9)),
    management,
    tenants: null,
    features,
  }
  const first = await startRuntime(options)
  expect(await first.runtime.store.gate('people.gate_is_set_up')).toEqual([{ set_up: false }])
  await first.stop()
  const again = await startRuntime(options)
  expect(again.runtime.epochs.isFresh()).toBe(true)
  await again.stop()
})

it('takes both servers from the environment and names a variable that it cannot read', async () => {
  const address = 'postgres://ana:p%40ss@db.example.com:6000/main?sslmode=require'
  const environment = {
    DATABASE_URL: address,
    FLEXOFFICE_DATA_SERVER: 'postgres://root:x@data.example.com/postgres',
  }
  const log = pino({ level: 'silent' })
  const stores = await openStores(readConfig(environment, '.'), log)
  expect(stores.management).toMatchObject({
    host: 'db.example.com',
    port: 6000,
    database: 'main',
    user: 'ana',
    password: 'p@ss',
  })
  expect(stores.tenants).toMatchObject({ host: 'data.example.com', port: 5432, user: 'root' })
  const broken = openStores(readConfig({ DATABASE_URL: 'mysql://x' }, '.'), log)
  await expect(broken).rejects.toThrow(/DATABASE_URL must be an address/)
})
