import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { chmod, chown, mkdtemp, readdir, rmdir, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { randomName } from '@flexoffice/base'
import { type Account, canEnter, chooseAccount } from './account.ts'
import { startRefused } from './refusal.ts'

/** Where a cluster keeps what: `place` is ours, `data` belongs to PostgreSQL's user. */
export interface Places {
  /** The folder that the operator named. */
  dataFolder: string
  /** The folder with the data and the lock: the same, or one that PostgreSQL's user can enter. */
  place: string
  data: string
  account: Account | undefined
}

/** Folders of their own, so that an operator finds them; both belong to root. */
const elsewhere = '/var/lib/flexoffice'

/** The kernel takes socket paths of up to 107 bytes (103 on macOS). */
const longestSocketFolder = 103 - '/.s.PGSQL.65535'.length
const socketFolderPrefix = 'flexoffice-'

/** Finds (or on first use decides) where the data of a folder lies, and makes the folders. */
export function findPlaces(dataFolder: string): Places {
  mkdirSync(dataFolder, { recursive: true })
  const real = realpathSync(dataFolder)
  const recorded = readLocation(real)
  const account = chooseAccount(join(recorded ?? real, 'data'))
  if (recorded) return { dataFolder: real, place: recorded, data: join(recorded, 'data'), account }
  if (account && !existsSync(join(real, 'data'))) chmodSync(real, 0o711)
  const place = canEnter(account, real) ? real : moveElsewhere(real)
  return { dataFolder: real, place, data: join(place, 'data'), account }
}

/** Makes a private folder for the socket, with a name nobody can have prepared. */
export async function makeSocketFolder(account: Account | undefined): Promise<string> {
  const parent = [tmpdir(), '/tmp', '/var/tmp'].find(
    (folder) =>
      existsSync(folder) &&
      Buffer.byteLength(join(folder, `${socketFolderPrefix}123456`)) <= longestSocketFolder &&
      canEnter(account, folder),
  )
  if (!parent)
    throw startRefused('postgres_no_socket_folder', 'No temporary folder with a short path: set TMPDIR=/tmp.')
  const folder = await mkdtemp(join(parent, socketFolderPrefix))
  await chmod(folder, 0o700)
  if (account) await chown(folder, account.uid, account.gid)
  return folder
}

/** Removes a socket folder with what PostgreSQL may have left in it; anything else is not ours and stays. */
export async function removeSocketFolder(folder: string): Promise<void> {
  if (!basename(folder).startsWith(socketFolderPrefix)) return
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((name) => name.startsWith('.s.PGSQL.')))
    await unlink(join(folder, name)).catch(() => {})
  await rmdir(folder).catch(() => {})
}

/** Where the note in a data folder says that the data lies; undefined without one. */
export function readLocation(dataFolder: string): string | undefined {
  const file = join(dataFolder, 'location')
  if (!existsSync(file)) return undefined
  const place = readFileSync(file, 'utf8').trim()
  if (existsSync(place)) return place
  throw startRefused(
    'postgres_data_missing',
    `${file} says that the data lies in ${place}, which does not exist. Bring that folder back (or a backup of it) and start again; delete ${file} only to begin with no data.`,
  )
}

/**
 * The name carries the hash of the folder, for people, and a random part: a folder that was deleted and made again
 * (a fresh clone in the same place) must not find the data of the old one.
 */
function moveElsewhere(dataFolder: string): string {
  const hash = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)
  mkdirSync(elsewhere, { recursive: true })
  chmodSync(elsewhere, 0o755)
  const place = join(elsewhere, `${hash}-${randomName(6)}`)
  mkdirSync(place)
  chmodSync(place, 0o711)
  writeFileSync(join(place, 'belongs-to'), `${dataFolder}\n`)
  writeFileSync(join(dataFolder, 'location.new'), `${place}\n`)
  renameSync(join(dataFolder, 'location.new'), join(dataFolder, 'location'))
  return place
}
