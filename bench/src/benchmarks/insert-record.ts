import { searchAudit } from '@flexoffice/contract/audit'
import type { Benchmark, Line } from '../benchmark.ts'
import { compareLoad } from '../compare-load.ts'
import type { LoadRequest } from '../load.ts'
import { newOrder } from '../orders.ts'
import type { World } from '../world.ts'

/** One durable insert with policy and journal row, and how soon its audit entry is found. */
export const insertRecord: Benchmark = {
  name: 'insert-record',
  run: async ({ options, world }) => {
    const here = await world()
    const line = await compareLoad(
      {
        benchmark: 'insert-record',
        what: 'insert one record with policy and journal row, 50 connections',
        target: 0.6,
        measure: 'faster',
        connections: 50,
        product: here.people.map((person, index) => create(here, person, index)),
        raw: here.people.map(({ region }, index) => ({
          method: 'POST',
          path: '/insert',
          body: JSON.stringify(newOrder(region, index)),
        })),
      },
      here,
      options,
    )
    return [line, await measureAudit(here)]
  },
}

function create(world: World, { region, token }: World['people'][number], index: number): LoadRequest {
  const values = Object.fromEntries(
    Object.entries(newOrder(region, index)).map(([name, value]) => [world.columns[name]!, value]),
  )
  return {
    method: 'POST',
    path: `/api/tables/${world.tableId}/records`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ values }),
  }
}

const waitMilliseconds = 30_000

async function measureAudit(world: World): Promise<Line> {
  // Right after the load, so that the relay is as busy as it gets.
  const mark = `Mark ${Date.now()}`
  const request = create(world, world.people[0]!, 1)
  const values = { ...JSON.parse(request.body!).values, [world.columns.customer!]: mark }
  const url = `http://127.0.0.1:${world.ports.product}${request.path}`
  const answer = await fetch(url, {
    method: 'POST',
    headers: request.headers,
    body: JSON.stringify({ values }),
  })
  const answeredAt = performance.now()
  const record = (await answer.json()) as { key: string }
  const objectId = `${world.tableId}/${record.key}`
  let found = false
  while (!found && performance.now() - answeredAt < waitMilliseconds) {
    const { entries } = await world.client.call(searchAudit, { filter: { objectType: 'record', objectId } })
    found = entries.length === 1
  }
  const seconds = (performance.now() - answeredAt) / 1000
  return {
    benchmark: 'insert-record',
    what: 'audit entry of the insert searchable, right after the load',
    measured: found ? `${seconds.toFixed(2)} s` : `not within ${waitMilliseconds / 1000} s`,
    target: 'at most 1 s',
    reached: found && seconds <= 1,
  }
}
