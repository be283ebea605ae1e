import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort, startTestPostgres } from '@flexoffice/testkit'
import pg from 'pg'

/** A real PostgreSQL for one test file. */
export interface TestPostgres {
  host: string
  port: number
  user: string
  password: string
  /** The folder of its data, where it also puts its local socket. */
  folder: string
  stop(): Promise<void>
}

/** The certificate of the authority that signed the test server's, which names `localhost` only. */
export const testAuthority = readFileSync(join(import.meta.dirname, 'certificates/authority.pem'), 'utf8')

/** Starts PostgreSQL on a free port of 127.0.0.1 with passwords by SCRAM, with or without TLS. */
export async function startPostgres(
  options: { tls?: boolean; settings?: Record<string, string>; hba?: string } = {},
) {
  const { bin, owner } = await findInstallation()
  const folder = mkdtempSync(join(tmpdir(), 'flexoffice-connector-'))
  const password = 'tést pass%word/'
  const passwordFile = join(folder, 'password')
  const data = join(folder, 'data')
  writeFileSync(passwordFile, password)
  if (owner) for (const path of [folder, passwordFile]) chownSync(path, owner.uid, owner.gid)
  run(
    join(bin, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'owner',
      '--pwfile',
      passwordFile,
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--locale=C',
      '-N',
    ],
    owner,
  )
  if (options.tls) installCertificate(data, owner)
  if (options.hba) writeFileSync(join(data, 'pg_hba.conf'), options.hba)
  const port = await freePort()
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    ...Object.entries(options.settings ?? {}).map(([name, value]) => `${name}=${value}`),
  ]
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((text) => ['-c', text])],
    {
      cwd: '/',
      stdio: 'ignore',
      ...owner,
    },
  )
  await waitUntilReady(port, () => server.exitCode !== null)
  const stop = async () => {
    const exited = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGINT')
    await exited
    rmSync(folder, { recursive: true, force: true })
  }
  return { host: '127.0.0.1', port, user: 'owner', password, folder, stop } satisfies TestPostgres
}

/** A port of this machine where nothing listens. */
export const freePort = findFreePort

/**
 * The binaries that the testkit has made usable, and the account that may run them: PostgreSQL refuses to run as root,
 * and its account may not be able to enter this clone.
 */
async function findInstallation(): Promise<{ bin: string; owner: Owner | undefined }> {
  const server = await startTestPostgres()
  const database = await server.createDatabase()
  try {
    const [row] = await database.query<{ bin: string; data: string }>(
      "select setting as bin, current_setting('data_directory') as data from pg_config where name = 'BINDIR'",
    )
    const { uid, gid } = statSync(row!.data)
    return { bin: row!.bin, owner: process.getuid?.() === 0 ? { uid, gid } : undefined }
  } finally {
    await database.drop()
    await server.stop()
  }
}

interface Owner {
  uid: number
  gid: number
}

function run(command: string, commandArguments: string[], owner: Owner | undefined): void {
  const result = spawnSync(command, commandArguments, { cwd: '/', encoding: 'utf8', ...owner })
  if (result.status !== 0) throw new Error(`${command} failed: ${result.stderr ?? result.error}`)
}

function installCertificate(data: string, owner: Owner | undefined): void {
  for (const [from, to] of [
    ['server.pem', 'server.crt'],
    ['server.key', 'server.key'],
  ] as const) {
    const target = join(data, to)
    copyFileSync(join(import.meta.dirname, 'certificates', from), target)
    chmodSync(target, 0o600)
    if (owner) chownSync(target, owner.uid, owner.gid)
  }
  writeFileSync(join(data, 'postgresql.auto.conf'), 'ssl = on\n')
  if (owner) chownSync(join(data, 'postgresql.auto.conf'), owner.uid, owner.gid)
}

async function waitUntilReady(port: number, hasExited: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (hasExited()) throw new Error('PostgreSQL did not start')
    if (await answers(port)) return
    await sleep(100)
  }
  throw new Error('PostgreSQL did not answer')
}

/** Any answer but "starting up" will do: a refused stranger shows that logins are being looked at. */
async function answers(port: number): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'stranger',
    password: 'x',
    database: 'postgres',
    ssl: false,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch (error) {
    const { code } = error as { code?: string }
    return code === '28000' || code === '28P01'
  } finally {
    await client.end().catch(() => undefined)
  }
}
