import { newId } from '@flexoffice/base'
import { defineOperation } from '@flexoffice/contract/operation'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Context } from './core/context.ts'
import { defineFeature } from './core/feature.ts'
import type { JournalEntry } from './core/journal/journal-entry.ts'
import { operation, RawBody } from './core/operation.ts'
import type { TestPerson, TestServer } from './core/testing/test-server.ts'
import { startTestServer } from './core/testing/test-server.ts'
import { people } from './features/people/index.ts'
import { tenants } from './features/tenants/index.ts'

const input = z.strictObject({ name: z.string(), right: z.boolean() })
const output = z.object({ stored: z.string() })
const summary = 'For tests.'
const write = defineOperation({ name: 'testing/write', kind: 'write', summary, input, output })
const effect = defineOperation({ name: 'testing/effect', kind: 'effect', summary, input, output })
const open = defineOperation({
  name: 'testing/open',
  kind: 'write',
  audience: 'public',
  summary,
  input: input.extend({ tenantId: z.uuid() }),
  output,
})

const file = defineOperation({
  name: 'testing/file',
  kind: 'effect',
  summary,
  input,
  output: z.string(),
  answers: 'text/csv',
})

/** An answer that its own contract does not take, when it is asked for. */
const answer = (name: string, right: boolean) =>
  (right ? { stored: name, more: 'cut' } : { stored: 7 }) as never

async function store(ctx: Context, db: Context['db'], name: string): Promise<void> {
  ctx.record({ object: { type: 'setting', id: name } })
  await sql`insert into core.setting (tenant_id, name, value) values (${ctx.tenant}, ${name}, 'true')`.execute(
    db,
  )
}

const testing = defineFeature({
  name: 'testing',
  operations: [
    operation(write, {
      allow: 'signedIn',
      async run(ctx, { name, right }) {
        await store(ctx, ctx.db, name)
        return answer(name, right)
      },
    }),
    operation(open, {
      allow: 'public',
      async run(ctx, { tenantId, name, right }) {
        await ctx.enterTenant(tenantId)
        await store(ctx, ctx.db, name)
        return answer(name, right)
      },
    }),
    operation(effect, {
      allow: 'signedIn',
      async run(ctx, { name, right }) {
        await ctx.transaction((db) => store(ctx, db, name))
        return answer(name, right)
      },
    }),
    operation(file, {
      allow: 'signedIn',
      async run(ctx, { name, right }) {
        await ctx.transaction((db) => store(ctx, db, name))
        return new RawBody(right ? 'text/csv; charset=utf-8' : 'text/html', 'a,b')
      },
    }),
  ],
})

let server: TestServer
let person: TestPerson
let name = ''

beforeAll(async () => {
  server = await startTestServer([tenants, people, testing])
  person = await server.createPerson({ roles: ['viewer'] })
})
afterAll(() => server.stop())
beforeEach(() => {
  name = newId()
})

async function outcome(call: Promise<unknown>) {
  const answered = await call.catch((error) => error.problem.reason ?? error.problem.code)
  const stored = await server.query('select 1 from core.setting where name = $1', [name])
  const entries = (await server.auditOf(person.tenantId))
    .filter(({ operation }) => operation.startsWith('testing/'))
    .filter(({ payload }) =>
      (payload as unknown as JournalEntry).records.some(({ object }) => object?.id === name),
    )
  return { answered, stored: stored.length, outcomes: entries.map((entry) => entry.outcome) }
}

describe('an output that is not what its contract says', () => {
  it('takes a write back, and the log says that it failed', async () => {
    const call = person.client.call(write, { name, right: false })
    expect(await outcome(call)).toEqual({ answered: 'internal', stored: 0, outcomes: ['failed'] })
  })

  it('takes a public write back', async () => {
    const call = server.anonymous.call(open, { name, right: false, tenantId: person.tenantId })
    expect(await outcome(call)).toEqual({ answered: 'internal', stored: 0, outcomes: ['failed'] })
  })

  it('does not make an effect undone: the log says that it was done, and so does the answer', async () => {
    const call = person.client.call(effect, { name, right: false })
    expect(await outcome(call)).toEqual({ answered: 'done_without_answer', stored: 1, outcomes: ['done'] })
  })
})

describe('an answer that is ready for the wire', () => {
  const call = async (right: boolean) => {
    const response = await fetch(`${server.url}${file.http.path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name, right }),
    })
    return [response.status, response.headers.get('content-type'), await response.text()]
  }

  it('is of the media type that its contract tells', async () => {
    expect(await call(true)).toEqual([200, 'text/csv; charset=utf-8', 'a,b'])
  })

  it('is not sent when it is of another', async () => {
    const [status, , text] = await call(false)
    expect([status, JSON.parse(String(text)).reason]).toEqual([500, 'done_without_answer'])
  })
})

describe('an output that is right', () => {
  it('is cut to its contract, and the act is done', async () => {
    const done = { answered: { stored: name }, stored: 1, outcomes: ['done'] }
    expect(await outcome(person.client.call(write, { name, right: true }))).toEqual(done)
  })

  it('of a public write and of an effect too', async () => {
    const call = server.anonymous.call(open, { name, right: true, tenantId: person.tenantId })
    expect(await outcome(call)).toEqual({ answered: { stored: name }, stored: 1, outcomes: ['done'] })
    name = newId()
    const further = person.client.call(effect, { name, right: true })
    expect(await outcome(further)).toEqual({ answered: { stored: name }, stored: 1, outcomes: ['done'] })
  })
})
