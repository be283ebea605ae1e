import { toRequest } from '@flexoffice/sdk/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RawBody } from './core/operation.ts'
import { features } from './features.ts'
import { listSamples } from './testing/operation-samples.ts'
import type { TwoWorkspaces } from './testing/two-workspaces.ts'
import { startTwoWorkspaces } from './testing/two-workspaces.ts'

interface Described {
  paths: Record<string, Record<string, { responses: Record<string, { content: Record<string, unknown> }> }>>
}

const operations = new Map(
  features.flatMap((feature) => feature.operations.map((each) => [each.contract.name, each] as const)),
)
/** The operations that wrote their answer themselves. */
const raw = new Set<string>()

let world: TwoWorkspaces
beforeAll(async () => {
  for (const [name, each] of operations) {
    const { run } = each
    each.run = async (...given: Parameters<typeof run>) => {
      const output = await run(...given)
      if (output instanceof RawBody) raw.add(name)
      return output
    }
  }
  world = await startTwoWorkspaces()
}, 120_000)
afterAll(() => world?.stop())

it('describes the answer of every operation with the media type that it has', async () => {
  const described = (await (await fetch(`${world.server.url}/api/openapi.json`)).json()) as Described
  const listed = listSamples(world.own)
  const others = [...operations.keys()].filter((name) => !listed.some(([known]) => known === name))
  const told = new Map<string, string[]>()
  for (const [name, input] of [...others.map((name) => [name, {}] as const), ...listed]) {
    const { contract } = operations.get(name)!
    const { method, status, path } = contract.http
    const answer = await call(name, input)
    if (answer.status !== status) continue
    const { responses } = described.paths[path.replace(/:([A-Za-z]+)/g, '{$1}')]![method.toLowerCase()]!
    const mediaTypes = Object.keys(responses[status]!.content)
    expect([name, [answer.type]]).toEqual([name, mediaTypes])
    told.set(name, mediaTypes)
  }
  expect(told.get('audit/export-audit')).toEqual(['text/csv'])
  expect([...raw].filter((name) => !told.has(name))).toEqual([])
  const known = [
    'audit/export-audit',
    'data/export-records',
    'data/list-records',
    'data/query-records',
    'pages/run-page-query',
  ]
  expect([...raw]).toEqual(expect.arrayContaining(known))
})

async function call(name: string, input: Record<string, unknown>) {
  const { contract } = operations.get(name)!
  const { path, headers, body } = toRequest(contract, input, { body: 'a\n1\n' })
  const token: Record<string, string> =
    contract.audience === 'public' ? {} : { authorization: `Bearer ${world.own.admin.token}` }
  const answer = await fetch(world.server.url + path, {
    method: contract.http.method,
    headers: { ...headers, ...token },
    body,
  })
  await answer.text()
  return { status: answer.status, type: answer.headers.get('content-type')?.split(';')[0] }
}
