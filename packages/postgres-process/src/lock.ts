import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomName } from '@flexoffice/base'
import { identify, isStillThere, type ProcessIdentity } from './processes.ts'
import { startRefused } from './refusal.ts'

/** Who holds a cluster, and where the socket of its last start lies. */
export interface Lock {
  holder: ProcessIdentity
  socketFolder: string
}

/** A lock that this process holds. */
export interface HeldLock {
  /** What a holder that died has left, if there was one. */
  previous: Lock | undefined
  release(): void
}

/**
 * Takes the cluster for this process, or refuses naming the process that has it. A dead holder's lock is taken over;
 * of several that try so at once one wins, because only one can move the old file away or link the new one.
 */
export function takeLock(place: string, socketFolder: string): HeldLock {
  const file = join(place, 'lock')
  const mine = `${file}.${randomName(8)}`
  const lock: Lock = { holder: identify(process.pid)!, socketFolder }
  writeFileSync(mine, JSON.stringify(lock), { mode: 0o600, flag: 'wx' })
  let previous: Lock | undefined
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (tryLink(mine, file)) return { previous, release: () => releaseLock(file, lock) }
      const other = readLock(file)
      if (other && isStillThere(other.holder)) throw heldBy(other, place)
      previous = moveAway(file, other) ?? previous
    }
  } finally {
    rmSync(mine, { force: true })
  }
  throw startRefused(
    'postgres_lock_contended',
    `Several processes are starting on ${place} at once. Start one of them.`,
  )
}

/** The lock of a place, undefined when there is none or it is not readable. */
export function readLock(file: string): Lock | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Lock
  } catch {
    return undefined
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false
    throw cause
  }
}

/** Moves a dead holder's lock away; if another process has replaced it meanwhile, gives that one its lock back. */
function moveAway(file: string, expected: Lock | undefined): Lock | undefined {
  const away = `${file}.${randomName(8)}`
  try {
    renameSync(file, away)
  } catch {
    return undefined
  }
  const moved = readLock(away)
  const replaced = moved && moved.socketFolder !== expected?.socketFolder && isStillThere(moved.holder)
  if (replaced) tryLink(away, file)
  rmSync(away, { force: true })
  return replaced ? undefined : moved
}

function releaseLock(file: string, lock: Lock): void {
  if (readLock(file)?.socketFolder === lock.socketFolder) rmSync(file, { force: true })
}

function heldBy(lock: Lock, place: string): Error {
  return startRefused(
    'postgres_already_running',
    `The data in ${place} is in use by process ${lock.holder.processId}. Stop that process first, or start with another data folder.`,
  )
}
