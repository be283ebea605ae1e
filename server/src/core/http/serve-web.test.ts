import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TestServer } from '../testing/test-server.ts'
import { startTestServer } from '../testing/test-server.ts'

const webFolder = mkdtempSync(join(tmpdir(), 'flexoffice-web-'))
let server: TestServer

beforeAll(async () => {
  mkdirSync(join(webFolder, 'assets'))
  writeFileSync(join(webFolder, 'index.html'), '<title>FlexOffice</title>')
  writeFileSync(join(webFolder, 'assets/now.js'), 'export {}')
  server = await startTestServer([], { config: { webFolder } })
})
afterAll(async () => {
  await server.stop()
  rmSync(webFolder, { recursive: true })
})

const get = async (path: string) => {
  const answer = await fetch(`${server.url}${path}`)
  return { status: answer.status, cache: answer.headers.get('cache-control'), text: await answer.text() }
}

it('answers every address of the web app with the app, not to be kept', async () => {
  for (const path of ['/', '/pages/1', '/data/tables/assets'])
    expect(await get(path)).toMatchObject({
      status: 200,
      cache: 'no-cache',
      text: expect.stringContaining('<title>'),
    })
})

it('lets parts of the app be kept for ever, and says when one of an older build is gone', async () => {
  expect(await get('/assets/now.js')).toMatchObject({
    status: 200,
    cache: expect.stringContaining('immutable'),
  })
  const gone = await get('/assets/before.js')
  expect(gone.status).toBe(404)
  expect(gone.text).not.toContain('<title>')
  expect((await get('/api/nothing')).status).toBe(404)
})
