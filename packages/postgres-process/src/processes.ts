import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** What tells a process from a later one with the same id: the boot and the moment of its start. */
export interface ProcessIdentity {
  processId: number
  started: string
}

const hasProc = process.platform === 'linux'

/** Identifies a living process; undefined when there is none. */
export function identify(processId: number): ProcessIdentity | undefined {
  if (!isAlive(processId)) return undefined
  return {
    processId,
    started: hasProc ? readStart(processId) : run('ps', '-o', 'lstart=', '-p', `${processId}`),
  }
}

/** Whether exactly this process, not a later one with its id, still lives. */
export function isStillThere(identity: ProcessIdentity): boolean {
  return identify(identity.processId)?.started === identity.started
}

/** The PostgreSQL processes (main process and backends) that work in a data folder. */
export function findPostgresIn(data: string, mainProcessId: number): number[] {
  if (hasProc) return listProcesses().filter((processId) => isWorkingIn(processId, data))
  const command = isAlive(mainProcessId) ? run('ps', '-o', 'command=', '-p', `${mainProcessId}`) : ''
  return command.includes('postgres') && command.includes(data) ? [mainProcessId] : []
}

/** Whether a process with this id exists, whoever owns it; one that ended and waits for its parent does not count. */
export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM'
  }
  return !hasProc || !isZombie(processId)
}

function listProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

/** PostgreSQL's processes all have the data folder as their working folder; a person's shell may have it too. */
function isWorkingIn(processId: number, data: string): boolean {
  try {
    if (readlinkSync(`/proc/${processId}/cwd`) !== data) return false
    const name = readFileSync(join('/proc', `${processId}`, 'comm'), 'utf8')
    return name.startsWith('postgres') && !isZombie(processId)
  } catch {
    return false
  }
}

function isZombie(processId: number): boolean {
  return statusFields(processId)[0] === 'Z'
}

function readStart(processId: number): string {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return `${boot}/${statusFields(processId)[19] ?? ''}`
}

/** The fields of /proc/PID/stat after the name, which may itself hold blanks and brackets. */
function statusFields(processId: number): string[] {
  try {
    const text = readFileSync(`/proc/${processId}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

function run(command: string, ...options: string[]): string {
  try {
    return execFileSync(command, options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}
