import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, lstat, mkdir, mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Account, runAs } from './account.ts'
import type { Places } from './places.ts'
import { startRefused } from './refusal.ts'

/** The role that owns everything in a cluster. */
export const superuser = 'flexoffice'

/** Makes a password for the superuser. */
export function makePassword(): string {
  return randomBytes(24).toString('base64url')
}

/** Puts the password on disk, whole or not at all. */
export async function keepPassword(file: string, password: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await rm(`${file}.new`, { force: true })
  const handle = await open(`${file}.new`, 'wx', 0o600)
  await handle.writeFile(`${password}\n`)
  await handle.sync()
  await handle.close()
  await rename(`${file}.new`, file)
}

/** Makes the data folder when there is none. What an interrupted attempt has left is removed; existing data never is. */
export async function createData(
  places: Places,
  binaries: string,
  password: string,
  environment: Record<string, string>,
  initOptions: string[],
): Promise<boolean> {
  await clearAttempts(places.place)
  if (await lstat(places.data).catch(() => undefined)) {
    await checkData(places)
    return false
  }
  const attempt = await mkdtemp(join(places.place, 'new-'))
  const passwordFile = join(attempt, 'password')
  const fresh = join(attempt, 'data')
  await mkdir(fresh, { mode: 0o700 })
  await writePrivately(passwordFile, password)
  for (const path of [attempt, fresh, passwordFile]) await giveTo(places.account, path)
  await run(
    join(binaries, 'bin', 'initdb'),
    initOptionsFor(fresh, passwordFile, initOptions),
    places.account,
    environment,
  )
  await rename(fresh, places.data)
  await syncFolder(places.place)
  await rm(attempt, { recursive: true, force: true })
  return true
}

/** Sets the superuser's password in a cluster that is not running: its file was lost, the data was not. */
export async function resetPassword(
  places: Places,
  binaries: string,
  password: string,
  environment: Record<string, string>,
): Promise<void> {
  const sql = `ALTER ROLE ${superuser} PASSWORD '${password}'\n`
  const options = ['--single', '-D', places.data, 'template1']
  await run(join(binaries, 'bin', 'postgres'), options, places.account, environment, sql)
}

function initOptionsFor(data: string, passwordFile: string, more: string[]): string[] {
  return [
    `--pgdata=${data}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Text compares by code point on every machine, with Unicode's upper and lower case.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...more,
  ]
}

async function checkData(places: Places): Promise<void> {
  const version = await readFile(join(places.data, 'PG_VERSION'), 'utf8').catch((cause: unknown) => {
    throw startRefused(
      'postgres_data_unreadable',
      `${places.data} is no PostgreSQL data folder that this user can read. Start as the user who made it, or name another data folder.`,
      cause,
    )
  })
  if (version.trim() === '18') return
  throw startRefused(
    'postgres_data_version',
    `${places.data} was made by PostgreSQL ${version.trim()}, and this is PostgreSQL 18. Move the data with pg_upgrade or a dump.`,
  )
}

async function clearAttempts(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    if (/^new-\w{6}$/.test(name)) await rm(join(place, name), { recursive: true, force: true })
  }
}

async function writePrivately(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  await handle.writeFile(`${text}\n`)
  await handle.close()
}

async function giveTo(account: Account | undefined, path: string): Promise<void> {
  await chmod(path, path.endsWith('password') ? 0o600 : 0o700)
  if (account) await chown(path, account.uid, account.gid)
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

function run(
  file: string,
  options: string[],
  account: Account | undefined,
  environment: Record<string, string>,
  input = '',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, options, {
      ...runAs(account),
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) return resolve()
      reject(
        startRefused('postgres_create_failed', `${file} ended with code ${code}: ${output.slice(-2000)}`),
      )
    })
  })
}
