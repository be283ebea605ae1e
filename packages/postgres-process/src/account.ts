import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { startRefused } from './refusal.ts'

/** The operating system's user under which PostgreSQL runs. */
export interface Account {
  name: string
  uid: number
  gid: number
}

/**
 * Chooses the user for PostgreSQL: nobody special when we are an ordinary user; as root the owner of the existing
 * data, else `postgres`, else `nobody`. The user needs a passwd entry, because initdb looks its name up.
 */
export function chooseAccount(existingDataFolder: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readAccounts()
  const ownerId = statSync(existingDataFolder, { throwIfNoEntry: false })?.uid
  if (ownerId) {
    const owner = accounts.find((account) => account.uid === ownerId)
    if (owner) return owner
    throw startRefused(
      'postgres_owner_unknown',
      `${existingDataFolder} belongs to user id ${ownerId}, which has no entry in /etc/passwd. Add the user, or give the folder to "postgres" or "nobody" with chown -R.`,
    )
  }
  const account = ['postgres', 'nobody'].flatMap((name) => accounts.filter((known) => known.name === name))[0]
  if (account) return account
  throw startRefused(
    'postgres_no_account',
    'PostgreSQL refuses to run as root, and /etc/passwd has neither "postgres" nor "nobody". Add one (useradd --system postgres) or start as an ordinary user.',
  )
}

/** Whether the user may enter a folder, which takes the right to enter each folder above it. */
export function canEnter(account: Account | undefined, folder: string): boolean {
  if (!account) return true
  for (let current = folder; ; current = dirname(current)) {
    if (!mayPass(account, current)) return false
    if (dirname(current) === current) return true
  }
}

/** The part of spawn's options that makes a child run as the user, in a folder that everybody may enter. */
export function runAs(account: Account | undefined): { uid?: number; gid?: number; cwd: string } {
  return account ? { uid: account.uid, gid: account.gid, cwd: '/' } : { cwd: '/' }
}

function mayPass(account: Account, folder: string): boolean {
  const status = statSync(folder, { throwIfNoEntry: false })
  if (!status) return false
  const shift = status.uid === account.uid ? 6 : status.gid === account.gid ? 3 : 0
  return ((status.mode >> shift) & 0o1) === 0o1
}

function readAccounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7)
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }))
    .filter((account) => account.uid !== 0)
}
