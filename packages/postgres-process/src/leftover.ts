import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPostgresIn, isAlive } from './processes.ts'
import { startRefused } from './refusal.ts'

const escalation = [
  { signal: 'SIGINT', waitSeconds: 20 },
  { signal: 'SIGQUIT', waitSeconds: 5 },
  { signal: 'SIGKILL', waitSeconds: 5 },
] as const

/**
 * Ends what a dead holder has left running in its data folder, and removes the process file that would stop the next
 * start. Call it only while holding the lock. Returns the ids of the processes that had to be ended.
 */
export async function endLeftover(data: string): Promise<number[]> {
  const file = join(data, 'postmaster.pid')
  const mainProcessId = readMainProcessId(file)
  if (mainProcessId === undefined) return []
  const found = findPostgresIn(data, mainProcessId)
  for (const { signal, waitSeconds } of escalation) {
    const living = findPostgresIn(data, mainProcessId)
    if (living.length === 0) break
    send(living, mainProcessId, signal)
    await waitForEnd(living, waitSeconds)
  }
  const stubborn = findPostgresIn(data, mainProcessId)
  if (stubborn.length > 0) {
    throw startRefused(
      'postgres_leftover',
      `PostgreSQL processes ${stubborn.join(', ')} on ${data} do not end. Restart the machine.`,
    )
  }
  rmSync(file, { force: true })
  return found
}

/** The id in the first line of postmaster.pid; undefined without the file, 0 when it is empty. */
export function readMainProcessId(file: string): number | undefined {
  try {
    return Math.abs(Number.parseInt(readFileSync(file, 'utf8'), 10)) || 0
  } catch {
    return undefined
  }
}

/** While the main process lives it tells its backends; without it each must be told. */
function send(living: number[], mainProcessId: number, signal: NodeJS.Signals): void {
  const receivers = living.includes(mainProcessId) && signal !== 'SIGKILL' ? [mainProcessId] : living
  for (const processId of receivers) {
    try {
      process.kill(processId, receivers === living && signal === 'SIGINT' ? 'SIGTERM' : signal)
    } catch {
      // It has ended meanwhile.
    }
  }
}

async function waitForEnd(processIds: number[], waitSeconds: number): Promise<void> {
  const deadline = Date.now() + waitSeconds * 1000
  while (processIds.some(isAlive) && Date.now() < deadline) await sleep(10)
}
