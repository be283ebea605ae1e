import { newId } from '@flexoffice/base'
import { createPage, runPageQuery, showPage } from '@flexoffice/contract/pages'
import type { Problem } from '@flexoffice/contract/problem'
import { toRequest } from '@flexoffice/sdk/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workspaceDatabase } from './features/databases/api.ts'
import { features } from './features.ts'
import { declaredPlaces, idPlaces, patternOf, replaceAt, strictPlaces } from './testing/input-places.ts'
import type { Samples } from './testing/operation-samples.ts'
import { listSamples } from './testing/operation-samples.ts'
import type { TwoWorkspaces } from './testing/two-workspaces.ts'
import { startTwoWorkspaces, stockPage } from './testing/two-workspaces.ts'

const contracts = new Map(
  features
    .flatMap((feature) => feature.operations.map(({ contract }) => contract))
    .map((contract) => [contract.name, contract]),
)
/** Where an id only narrows an answer: one of another workspace finds nothing, as one that nobody has. */
const narrowing = [
  'people/list-sessions',
  'catalogue/list-catalogue',
  'pages/list-relation-uses',
  'audit/search-audit',
  'audit/count-new-entries',
  'audit/export-audit',
]

let world: TwoWorkspaces
let samples: Samples
beforeAll(async () => {
  world = await startTwoWorkspaces()
  const listed = listSamples(world.own)
  const others = [...contracts.keys()].filter((name) => !listed.some(([known]) => known === name))
  samples = [...others.map((name): Samples[number] => [name, {}]), ...listed]
}, 120_000)
afterAll(() => world?.stop())

describe('an id of another workspace', () => {
  it('is tried in every place of every operation that takes one', () => {
    const tried = samples.map(([name, input]) => [
      name,
      idPlaces(world.own.ids, input).map(({ path }) => patternOf(path)),
    ])
    const declared = [...contracts.values()].map(({ name, input }) => [name, declaredPlaces(input)])
    const known = new Map(tried as [string, string[]][])
    for (const [name, places] of declared as [string, string[]][])
      expect([name, places.filter((place) => !known.get(name)?.includes(place))]).toEqual([name, []])
  })

  it('is answered as one that nobody has, and changes nothing anywhere', async () => {
    const before = await stateOfAll()
    let tries = 0
    for (const [name, input] of samples) {
      for (const place of idPlaces(world.own.ids, input)) {
        const at = `${name} ${place.path.join('/')}`
        const [theirs, nobodys] = [world.other.ids[place.kind], newId()]
        const foreign = await call(name, replaceAt(input, place.path, theirs))
        const unknown = await call(name, replaceAt(input, place.path, nobodys))
        expect(withoutId(foreign, theirs), at).toEqual(withoutId(unknown, nobodys))
        if (!narrowing.includes(name)) expect([400, 401, 403, 404], at).toContain(foreign.status)
        tries += 1
      }
    }
    expect(tries).toBeGreaterThan(80)
    expect(await stateOfAll()).toEqual(before)
  })

  it('on a page leads nowhere: the page says so, and its query is refused', async () => {
    const { own, other } = world
    const document = stockPage(other.ids.table, other.ids.keyColumn)
    const { id: pageId } = await own.admin.client.call(createPage, { title: 'Theirs', document })
    const { problems } = await own.admin.client.call(showPage, { pageId })
    expect(problems).toMatchObject([{ code: 'unknown_table', severity: 'error', queryId: 'q1' }])
    const running = own.admin.client.call(runPageQuery, { pageId, queryId: 'q1', draft: true })
    await expect(running).rejects.toMatchObject({ problem: { code: 'not_found' } })
  })
})

describe('a body with unknown keys', () => {
  it('is refused by every operation, each key named with what to do', async () => {
    for (const [name, input] of samples) {
      const { status, problem } = await call(name, { ...input, unheardOf: 1, '': 2 })
      expect([name, status, problem.code]).toEqual([name, 400, 'invalid_input'])
      expect(problem.fields).toContainEqual({
        path: '/unheardOf',
        code: 'unknown_field',
        message: 'there is no such field; remove it',
      })
    }
  })

  it('is refused however deep they lie', async () => {
    let tries = 0
    for (const [name, input] of samples) {
      for (const path of strictPlaces(contracts.get(name)!, input)) {
        const { status, problem } = await call(name, replaceAt(input, [...path, 'unheardOf'], 1))
        const at = `${name} ${path.join('/')}`
        expect([at, status]).toEqual([at, 400])
        expect(problem.fields, at).toContainEqual(
          expect.objectContaining({ path: `/${path.join('/')}/unheardOf`, code: 'unknown_field' }),
        )
        tries += 1
      }
    }
    expect(tries).toBeGreaterThan(20)
  })

  it('is refused where a path names the same thing otherwise', async () => {
    const { own, other } = world
    for (const [name, input] of samples) {
      const contract = contracts.get(name)!
      const [, field] = /:([A-Za-z]+)/.exec(contract.http.path) ?? []
      if (field !== 'tableId' && field !== 'pageId') continue
      const id = field === 'tableId' ? other.ids.table : other.ids.page
      const { path, headers, body } = toRequest(contract, input)
      const inQuery = contract.http.method === 'GET'
      const answer = await fetch(
        `${world.server.url}${path}${inQuery ? `${path.includes('?') ? '&' : '?'}${field}=${id}` : ''}`,
        {
          method: contract.http.method,
          headers: { ...headers, authorization: `Bearer ${own.admin.token}` },
          body: inQuery ? undefined : JSON.stringify({ ...JSON.parse(String(body)), [field]: id }),
        },
      )
      expect([name, answer.status]).toEqual([name, 400])
    }
  })
})

/** Last, because it changes what the others look at. */
it('accepts the samples as they are, so that it was the change that was refused', async () => {
  for (const [name, input] of samples) {
    const { status, problem } = await call(name, input)
    const { audience } = contracts.get(name)!
    if (audience === 'public' && name !== 'people/sign-in') continue
    expect([name, [400, 401, 403, 404, 500].includes(status) && problem]).toEqual([name, false])
  }
})

/** Tables of the platform's own accounting, where a refusal leaves its mark. */
const accounting = ['core.', 'flexoffice.', 'people.session', 'people.sign_in_attempt']

/** Every row that belongs to either workspace, wherever it is kept, told by table. */
async function stateOfAll(): Promise<Record<string, unknown>> {
  const { server, own, other } = world
  await server.runtime.readAudit.flush()
  await server.runtime.relay.settle()
  const tables = await server.query<{ name: string }>(
    `select attrelid::regclass::text as name from pg_attribute join pg_class on pg_class.oid = attrelid
     where attname = 'tenant_id' and relkind = 'r' order by 1`,
  )
  const state: Record<string, unknown> = {
    'at the source': await world.atSource('select * from stock order by id'),
  }
  for (const { name } of tables) {
    const tenants = accounting.some((start) => name.startsWith(start)) ? [other] : [own, other]
    for (const { ids } of tenants)
      state[`${name} of ${ids.workspace}`] = await server.query(
        // When somebody was last seen is noted by a timer, whatever they ask.
        `select to_jsonb(each_row) - 'last_seen_at' as kept from ${name} as each_row where tenant_id = $1 order by each_row::text`,
        [ids.workspace],
      )
  }
  for (const { ids } of [own, other]) {
    const { pool } = await workspaceDatabase(server.runtime, ids.workspace)
    state[`loaded by ${ids.workspace}`] = (await pool.query({ text: 'select * from a' })).rows
  }
  return state
}

async function call(
  name: string,
  input: Record<string, unknown>,
): Promise<{ status: number; problem: Problem }> {
  const contract = contracts.get(name)!
  const { path, headers, body } = toRequest(contract, input, { body: 'a\n1\n' })
  const token: Record<string, string> =
    contract.audience === 'public' ? {} : { authorization: `Bearer ${world.own.admin.token}` }
  const answer = await fetch(world.server.url + path, {
    method: contract.http.method,
    headers: { ...headers, ...token },
    body,
  })
  const text = await answer.text()
  const { reference: _, ...said } = text.startsWith('{') ? JSON.parse(text) : { text }
  return { status: answer.status, problem: said }
}

function withoutId({ status, problem }: { status: number; problem: Problem }, id: string): unknown {
  return [status, JSON.stringify(problem).replaceAll(id, 'ID')]
}
