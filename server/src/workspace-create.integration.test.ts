import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres } from '@flexoffice/connectors/testing/postgres-server'
import { resetPassword, showSetUpState, signIn } from '@flexoffice/contract/people'
import { createClient } from '@flexoffice/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Variables } from './testing/spawn-server.ts'
import { prepareInstallation, runCommand, spawnServer } from './testing/spawn-server.ts'

const email = 'ana@example.com'
const password = 'Secret-123'
let folder: string
let variables: Variables

beforeAll(async () => {
  ;({ folder, variables } = await prepareInstallation(email))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const client = () =>
  createClient({ baseUrl: `http://127.0.0.1:${variables.FLEXOFFICE_PORT}`, getToken: () => null })
const command = (...args: string[]) => runCommand('workspace-create.ts', variables, ...args)

describe('npm run workspace:create', () => {
  it('makes workspaces while the server runs and while it is stopped', async () => {
    let server = await spawnServer(variables)
    const first = await command('--name', 'North', '--admin-email', email)
    expect(first).toEqual({ code: 0, output: expect.stringContaining(`<${email}> is its Admin`) })
    expect(first.output).toContain('FLEXOFFICE_ALLOW_PRIVATE_ADDRESSES')
    expect(first.output).not.toContain('#')
    const asked = await client().call(signIn, { email, password })
    expect(asked).toMatchObject({ workspaces: [{ name: 'FlexOffice' }, { name: 'North' }] })
    await server.stop()
    const second = await command('--name=South', '--admin-email=bia@example.com', '--admin-name=Bia')
    expect(second.code).toBe(0)
    expect(second.output).not.toContain('FLEXOFFICE_ALLOW_PRIVATE_ADDRESSES')
    const [, token] = /password-reset#(\S+)/.exec(second.output)!
    server = await spawnServer(variables)
    expect(await client().call(showSetUpState, {})).toEqual({ open: false })
    await client().call(resetPassword, { token: token!, password })
    const entered = await client().call(signIn, { email: 'bia@example.com', password })
    expect(entered).toMatchObject({ workspace: { name: 'South' }, person: { name: 'Bia' } })
    await server.stop()
  }, 120_000)

  it('says what is wrong, and makes nothing', async () => {
    const refusals: [string[], number, string][] = [
      [[], 1, '--name'],
      [['--name', 'West'], 1, '--admin-email'],
      [['--name', 'North', '--admin-email', email], 1, 'already'],
      [['--title', 'West'], 1, 'workspace:create -- --name'],
    ]
    for (const [args, code, text] of refusals)
      expect(await command(...args)).toEqual({ code, output: expect.stringContaining(text) })
    const empty = { ...variables, FLEXOFFICE_DATA: join(folder, 'empty') }
    const wrong = await runCommand('workspace-create.ts', empty, '--name', 'West', '--admin-email', email)
    expect(wrong).toEqual({ code: 2, output: expect.stringContaining('FLEXOFFICE_DATA') })
  }, 60_000)

  it('asks for a start of the server where the store knows nothing of it yet', async () => {
    const postgres = await startPostgres()
    const { host, port, user, password: word } = postgres
    const older = {
      ...variables,
      DATABASE_URL: `postgres://${user}:${encodeURIComponent(word)}@${host}:${port}/postgres`,
      FLEXOFFICE_KEY: Buffer.alloc(32, 7).toString('base64'),
    }
    const early = await runCommand('workspace-create.ts', older, '--name', 'West', '--admin-email', email)
    expect(early).toEqual({ code: 2, output: expect.stringContaining('start the server of this version') })
    await postgres.stop()
  }, 60_000)
})
