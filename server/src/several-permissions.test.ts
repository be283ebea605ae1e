import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { defineOperation } from '@flexoffice/contract/operation'
import { changePerson } from '@flexoffice/contract/people'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineFeature } from './core/feature.ts'
import { operation, RawBody } from './core/operation.ts'
import { refusal } from './core/testing/refusal.ts'
import type { TestPerson, TestServer } from './core/testing/test-server.ts'
import { startTestServer } from './core/testing/test-server.ts'
import { people } from './features/people/index.ts'
import { tenants } from './features/tenants/index.ts'

/** Goes on until somebody ends it. */
const listen = defineOperation({
  name: 'testing/listen',
  kind: 'read',
  summary: 'For tests.',
  input: z.strictObject({}),
  output: z.string(),
  answers: 'text/csv',
})

async function* words(): AsyncGenerator<string> {
  for (;;) {
    yield 'word\n'
    await wait(20)
  }
}

const testing = defineFeature({
  name: 'testing',
  operations: [
    operation(listen, {
      allow: ['pages.edit', 'sources.connect'],
      run: () => new RawBody('text/csv', Readable.from(words())),
    }),
  ],
})

let server: TestServer
let admin: TestPerson
beforeAll(async () => {
  server = await startTestServer([tenants, people, testing])
  admin = await server.createPerson({ roles: ['admin'] })
})
afterAll(() => server.stop())

const begin = ({ token }: TestPerson) =>
  fetch(`${server.url}${listen.http.path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  })

describe('an operation that needs several permissions', () => {
  it('refuses who holds one of them, whichever it is', async () => {
    const editor = await server.createPerson({ roles: ['editor'] })
    const developer = await server.createPerson({ roles: ['developer'] })
    for (const person of [editor, developer])
      expect(await refusal(person.client.call(listen, {}))).toMatchObject({ code: 'forbidden' })
  })

  it('breaks a long answer off when one of them is taken', async () => {
    const both = await server.createPerson({ roles: ['editor', 'developer'] })
    const answer = await begin(both)
    expect(answer.status).toBe(200)
    const text = answer.text()
    await admin.client.call(changePerson, { personId: both.id, roles: ['editor'] })
    await expect(text).rejects.toThrow()
  })
})
