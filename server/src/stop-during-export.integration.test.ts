import { rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:http'
import { searchAudit } from '@flexoffice/contract/audit'
import { exportRecords } from '@flexoffice/contract/data'
import { signIn } from '@flexoffice/contract/people'
import { importUpload, showImport, uploadFile } from '@flexoffice/contract/sources'
import type { Client } from '@flexoffice/sdk'
import { createClient } from '@flexoffice/sdk'
import { toRequest } from '@flexoffice/sdk/client'
import { waitFor } from '@flexoffice/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Variables } from './testing/spawn-server.ts'
import { prepareInstallation, spawnServer } from './testing/spawn-server.ts'

const email = 'ana@example.com'
/** More than what the sockets between the two ends hold. */
const csv = `id,note\n${Array.from({ length: 60_000 }, (_, at) => `${at},${'x'.repeat(300)}\n`).join('')}`
let folder: string
let variables: Variables
let url: string

beforeAll(async () => {
  ;({ folder, variables } = await prepareInstallation(email))
  url = `http://127.0.0.1:${variables.FLEXOFFICE_PORT}`
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('stops in order while nobody reads an export that began', async () => {
  const first = await spawnServer(variables)
  const ana = await enter()
  const tableId = await loadTable(ana)
  const answer = await beginExport(ana.token, tableId)
  expect(answer.statusCode).toBe(200)
  const startedAt = performance.now()
  expect(await first.stop()).toBe(0)
  // The server ends by force after 20 seconds.
  expect(performance.now() - startedAt).toBeLessThan(15_000)
  answer.destroy()
  const second = await spawnServer(variables)
  const { client } = await enter()
  await waitFor(async () => {
    const { entries } = await client.call(searchAudit, {
      filter: { operation: 'data/end-export' },
    })
    return entries.some(({ outcome }) => outcome === 'failed')
  })
  expect(await second.stop()).toBe(0)
}, 120_000)

async function enter(): Promise<{ client: Client; token: string }> {
  const open = createClient({ baseUrl: url, getToken: () => null })
  const entered = await open.call(signIn, { email, password: 'Secret-123' })
  if (entered.status !== 'signed_in') throw new Error(entered.status)
  const token = entered.accessToken
  return { client: createClient({ baseUrl: url, getToken: () => token }), token }
}

async function loadTable({ client, token }: Awaited<ReturnType<typeof enter>>): Promise<string> {
  const { path, headers } = toRequest(uploadFile, { fileName: 'notes.csv' })
  const uploaded = await fetch(url + path, {
    method: uploadFile.http.method,
    headers: { ...headers, 'content-type': 'application/octet-stream', authorization: `Bearer ${token}` },
    body: csv,
  })
  const { uploadId, columns } = uploadFile.output.parse(await uploaded.json())
  const chosen = columns.map(({ index, name, label, type }) => ({ index, name, label, type }))
  const { id } = await client.call(importUpload, { uploadId, tableLabel: 'Notes', columns: chosen })
  let tableId: string | null = null
  await waitFor(async () => {
    const shown = await client.call(showImport, { importId: id })
    tableId = shown.state === 'done' ? shown.tableId : null
    return tableId !== null
  })
  return tableId!
}

function beginExport(token: string, tableId: string): Promise<IncomingMessage> {
  const { path, headers, body } = toRequest(exportRecords, { tableId })
  const options = { method: 'POST', headers: { ...headers, authorization: `Bearer ${token}` }, agent: false }
  return new Promise((resolve, reject) => {
    request(url + path, options, (answer) => resolve(answer.on('error', () => {})))
      .on('error', reject)
      .end(body)
  })
}
