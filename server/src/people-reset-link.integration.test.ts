import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '@flexoffice/connectors/testing/postgres-server'
import { resetPassword, showPasswordReset, signIn } from '@flexoffice/contract/people'
import { createClient } from '@flexoffice/sdk'
import { findFreePort, waitFor } from '@flexoffice/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const email = 'ana@example.com'
let folder: string
let port: number
let environment: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp('/tmp/flexoffice-reset-')
  // As root, data under a folder of mode 0700 would be kept elsewhere and outlive this test.
  await chmod(folder, 0o755)
  port = await findFreePort()
  environment = {
    FLEXOFFICE_DATA: join(folder, 'data'),
    FLEXOFFICE_PORT: String(port),
    FLEXOFFICE_LOG: 'silent',
    FLEXOFFICE_ADMIN_EMAIL: email,
    FLEXOFFICE_ADMIN_PASSWORD: 'Secret-123',
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function start(script: string, given: Record<string, string>, ...args: string[]) {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const { DATABASE_URL: _external, FLEXOFFICE_KEY: _key, ...rest } = process.env
  const child = spawn(process.execPath, [file, ...args], { env: { ...rest, ...given } })
  let text = ''
  child.stdout.on('data', (part) => (text += part))
  child.stderr.on('data', (part) => (text += part))
  return { child, output: () => text }
}

async function startServer(given = environment): Promise<ChildProcess> {
  const { child, output } = start('./main.ts', given)
  await waitFor(() => output().includes('FlexOffice is ready'), { timeoutSeconds: 60 })
  return child
}

async function stopServer(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  await once(child, 'exit')
}

const client = () => createClient({ baseUrl: `http://127.0.0.1:${port}`, getToken: () => null })

/** Runs the command as an operator does. */
async function command(address: string, given = environment) {
  const { child, output } = start('./people-reset-link.ts', given, address)
  const [code] = (await once(child, 'close')) as [number]
  return { code, output: output(), token: /password-reset#(\S+)/.exec(output())?.[1] ?? '' }
}

describe('npm run people:reset-link', () => {
  it('helps the only Admin while the server runs and while it is stopped', async () => {
    let server = await startServer()
    const running = await command(email)
    expect(running).toMatchObject({ code: 0, output: expect.stringContaining(`http://localhost:${port}/`) })
    expect(await client().call(showPasswordReset, { token: running.token })).toMatchObject({ email })
    expect((await command('nobody@example.com')).code).toBe(1)
    await stopServer(server)
    const { code, token } = await command(email)
    expect(code).toBe(0)
    server = await startServer()
    const replaced = client().call(showPasswordReset, { token: running.token })
    await expect(replaced).rejects.toMatchObject({ problem: { reason: 'reset_unusable' } })
    await client().call(resetPassword, { token, password: 'Better-456' })
    const entered = await client().call(signIn, { email, password: 'Better-456' })
    expect(entered.status).toBe('signed_in')
    await stopServer(server)
  }, 120_000)

  it('works on an external store', async () => {
    const database = await startPostgres()
    const { host, port: at, user, password } = database
    const external = {
      ...environment,
      FLEXOFFICE_DATA: join(folder, 'external'),
      DATABASE_URL: `postgres://${user}:${encodeURIComponent(password)}@${host}:${at}/postgres`,
      FLEXOFFICE_KEY: Buffer.alloc(32, 7).toString('base64'),
    }
    const server = await startServer(external)
    const made = await command(email, external)
    expect(made.code).toBe(0)
    const shown = client().call(showPasswordReset, { token: made.token })
    expect(await shown).toMatchObject({ email })
    await stopServer(server)
    await database.stop()
  }, 120_000)

  it('makes no new installation where there is none', async () => {
    const empty = join(folder, 'empty')
    const { code, output } = await command(email, { ...environment, FLEXOFFICE_DATA: empty })
    expect([code, output]).toEqual([2, expect.stringContaining('FLEXOFFICE_DATA')])
    expect(await readdir(folder)).not.toContain('empty')
    expect((await command('')).code).toBe(2)
  })
})
