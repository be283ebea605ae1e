import { execFile } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { chmod, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startPostgres } from '@flexoffice/postgres-process'
import { testFolder } from './test-folder.ts'

const run = promisify(execFile)
const silent = { info() {}, warn() {} }
/** What one major version wrote every minor version of it can read. */
const cacheName = `flexoffice-prepared-18-${process.arch}-${process.getuid?.() ?? 0}`

/** Makes a folder that holds a cluster already: a copy of one prepared once per machine and user, as initdb takes most of a start. */
export async function makeClusterFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(join(testFolder(), prefix))
  await chmod(folder, 0o711)
  const prepared = await findPrepared()
  if (!prepared) return folder
  // cp keeps the owner, which as root is PostgreSQL's user.
  for (const part of ['data', 'superuser-password']) await run('cp', ['-a', join(prepared, part), folder])
  return folder
}

async function findPrepared(): Promise<string | undefined> {
  const prepared = join(testFolder(), cacheName)
  if (isOurs(prepared)) return prepared
  const attempt = await mkdtemp(join(testFolder(), `${cacheName}-`))
  await chmod(attempt, 0o711)
  const initOptions = ['--no-sync', '--wal-segsize=1']
  const server = await startPostgres({
    label: 'prepare',
    dataFolder: attempt,
    log: silent,
    initOptions,
    settings: { fsync: 'off' },
  })
  await server.stop()
  const lies = existsSync(join(attempt, 'data'))
  if (lies) await rename(attempt, prepared).catch(() => {})
  else await rm(join(server.data, '..'), { recursive: true, force: true })
  await rm(attempt, { recursive: true, force: true })
  return isOurs(prepared) ? prepared : undefined
}

/** A folder that somebody else has put there under this name is not used. */
function isOurs(folder: string): boolean {
  const status = statSync(folder, { throwIfNoEntry: false })
  return (
    status !== undefined &&
    status.uid === (process.getuid?.() ?? status.uid) &&
    existsSync(join(folder, 'data', 'PG_VERSION'))
  )
}
