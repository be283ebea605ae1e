import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TestServer } from './core/testing/test-server.ts'
import { startTestServer } from './core/testing/test-server.ts'
import { features } from './features.ts'

const doors = JSON.parse(readFileSync(new URL('../../docs/open-doors.json', import.meta.url), 'utf8')) as {
  operations: string[]
  routes: string[]
  gateFunctions: string[]
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer(features)
})
afterAll(() => server.stop())

it('lets through without sign-in only the operations of the reviewed list', () => {
  const open = features
    .flatMap((feature) => feature.operations)
    .filter(({ contract }) => contract.audience === 'public')
  expect(open.map(({ contract }) => contract.name).sort()).toEqual(doors.operations)
})

it('serves no route besides the operations, the listed ones and the web app', () => {
  const declared = new Set(
    features
      .flatMap((feature) => feature.operations)
      .map(({ contract }) => `${contract.http.method} ${contract.http.path}`),
  )
  const routes = server.http.printRoutes({ commonPrefix: false, includeHooks: false })
  const served = readRoutes(routes).filter((route) => !declared.has(route))
  expect(served).toEqual(doors.routes)
})

it('answers 401 to every other operation without a token, whatever the body', async () => {
  for (const { contract } of features.flatMap((feature) => feature.operations)) {
    if (contract.audience === 'public') continue
    const path = contract.http.path.replace(/:[A-Za-z]+/g, '00000000-0000-7000-8000-000000000000')
    const hasBody = contract.http.method !== 'GET'
    const type = contract.streamsBody ? 'application/octet-stream' : 'application/json'
    const response = await fetch(server.url + path, {
      method: contract.http.method,
      ...(hasBody ? { body: '{}', headers: { 'content-type': type } } : {}),
    })
    expect([contract.name, response.status]).toEqual([contract.name, 401])
    await response.body?.cancel()
  }
})

it('gives the gate’s login the reviewed functions and nothing else', async () => {
  const functions = await server.query<{ name: string }>(
    `select oid::regproc::text as name from pg_proc
     where pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
       and prosecdef and has_function_privilege('flexoffice_gate', oid, 'execute') order by 1`,
  )
  expect(functions.map(({ name }) => name)).toEqual(doors.gateFunctions)
  const tables = await server.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relkind in ('r', 'v', 'p') and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
       and has_table_privilege('flexoffice_gate', oid, 'select, insert, update, delete')`,
  )
  expect(tables).toEqual([])
})

/** Reads Fastify's tree of routes into lines such as `GET /health/live`; HEAD comes with every GET. */
function readRoutes(tree: string): string[] {
  const above: string[] = []
  const routes: string[] = []
  for (const line of tree.split('\n')) {
    const match = /^(.*)[└├]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line)
    if (!match) continue
    const depth = match[1]!.length / 4
    above[depth] = (above[depth - 1] ?? '') + match[2]
    for (const method of match[3]?.split(', ') ?? []) routes.push(`${method} ${above[depth]}`)
  }
  return routes.filter((route) => !/^(HEAD|OPTIONS) /.test(route)).sort()
}
