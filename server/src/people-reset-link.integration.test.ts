import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres } from '@flexoffice/connectors/testing/postgres-server'
import { resetPassword, showPasswordReset, signIn } from '@flexoffice/contract/people'
import { createClient } from '@flexoffice/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Variables } from './testing/spawn-server.ts'
import { prepareInstallation, runCommand, spawnServer } from './testing/spawn-server.ts'

const email = 'ana@example.com'
let folder: string
let variables: Variables

beforeAll(async () => {
  ;({ folder, variables } = await prepareInstallation(email))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const client = () =>
  createClient({ baseUrl: `http://127.0.0.1:${variables.FLEXOFFICE_PORT}`, getToken: () => null })

/** Runs the command as an operator does. */
async function command(address: string, given = variables) {
  const { code, output } = await runCommand('people-reset-link.ts', given, address)
  return { code, output, token: /password-reset#(\S+)/.exec(output)?.[1] ?? '' }
}

describe('npm run people:reset-link', () => {
  it('helps the only Admin while the server runs and while it is stopped', async () => {
    let server = await spawnServer(variables)
    const running = await command(email)
    const expected = expect.stringContaining(`http://localhost:${variables.FLEXOFFICE_PORT}/`)
    expect(running).toMatchObject({ code: 0, output: expected })
    expect(await client().call(showPasswordReset, { token: running.token })).toMatchObject({ email })
    expect((await command('nobody@example.com')).code).toBe(1)
    await server.stop()
    const { code, token } = await command(email)
    expect(code).toBe(0)
    server = await spawnServer(variables)
    const replaced = client().call(showPasswordReset, { token: running.token })
    await expect(replaced).rejects.toMatchObject({ problem: { reason: 'reset_unusable' } })
    await client().call(resetPassword, { token, password: 'Better-456' })
    const entered = await client().call(signIn, { email, password: 'Better-456' })
    expect(entered.status).toBe('signed_in')
    await server.stop()
  }, 120_000)

  it('works on an external store', async () => {
    const database = await startPostgres()
    const { host, port: at, user, password } = database
    const external = {
      ...variables,
      FLEXOFFICE_DATA: join(folder, 'external'),
      DATABASE_URL: `postgres://${user}:${encodeURIComponent(password)}@${host}:${at}/postgres`,
      FLEXOFFICE_KEY: Buffer.alloc(32, 7).toString('base64'),
    }
    const server = await spawnServer(external)
    const made = await command(email, external)
    expect(made.code).toBe(0)
    const shown = client().call(showPasswordReset, { token: made.token })
    expect(await shown).toMatchObject({ email })
    await server.stop()
    await database.stop()
  }, 120_000)

  it('makes no new installation where there is none', async () => {
    const empty = join(folder, 'empty')
    const { code, output } = await command(email, { ...variables, FLEXOFFICE_DATA: empty })
    expect([code, output]).toEqual([2, expect.stringContaining('FLEXOFFICE_DATA')])
    expect(await readdir(folder)).not.toContain('empty')
    expect((await command('')).code).toBe(2)
  })
})
