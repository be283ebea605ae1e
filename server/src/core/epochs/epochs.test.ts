import type { TcpDoor } from '@flexoffice/testkit'
import { openTcpDoor, startTestPostgres, waitFor } from '@flexoffice/testkit'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EpochScope, Epochs } from './epochs.ts'
import { epochChannel, startEpochs } from './epochs.ts'

let postgres: Awaited<ReturnType<typeof startTestPostgres>>
let database: Awaited<ReturnType<typeof postgres.createDatabase>>
let door: TcpDoor
let epochs: Epochs
let heard: EpochScope[]

beforeAll(async () => {
  postgres = await startTestPostgres()
  database = await postgres.createDatabase()
})
afterAll(async () => {
  await database.drop()
  await postgres.stop()
})
beforeEach(async () => {
  door = await openTcpDoor(postgres.connection)
  const connection = { ...database.connection, host: door.host, port: door.port }
  epochs = await startEpochs(connection, pino({ level: 'silent' }))
  heard = []
  epochs.subscribe((scope) => void heard.push(scope))
})
afterEach(async () => {
  await epochs.stop()
  await door.close()
})

const say = (payload: string) => database.query('select pg_notify($1, $2)', [epochChannel, payload])
const everything = { tenantId: '*', policies: true }

describe('the epoch channel', () => {
  it('tells what other processes said', async () => {
    const scope = { tenantId: 'acme', personId: 'ana' }
    await say(JSON.stringify(scope))
    await waitFor(() => heard.length > 0)
    expect(heard).toEqual([scope])
    expect(epochs.isFresh()).toBe(true)
  })

  it('takes words that it does not understand as if anything had changed, and listens on', async () => {
    for (const payload of ['{', '7', '{"tenantId":5}', 'null']) await say(payload)
    await say('{"tenantId":"acme"}')
    await waitFor(() => heard.length === 5)
    expect(heard).toEqual([everything, everything, everything, everything, { tenantId: 'acme' }])
  })

  it('is fresh again by itself after its connection was cut, and every cache starts again', async () => {
    door.cut()
    await waitFor(() => heard.length > 0)
    expect(heard[0]).toEqual(everything)
    expect(epochs.isFresh()).toBe(true)
  })

  it('is fresh again by itself after its connection stayed open and carried nothing', async () => {
    door.freeze()
    await waitFor(() => !epochs.isFresh())
    await waitFor(() => epochs.isFresh())
    expect(heard).toEqual([everything])
    await say('{"tenantId":"acme"}')
    await waitFor(() => heard.length > 1)
    expect(heard[1]).toEqual({ tenantId: 'acme' })
  })

  it('stops though its connection carries nothing', async () => {
    door.freeze()
    await epochs.stop()
  })
})
