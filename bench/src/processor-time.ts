import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** What a process has worked so far, in seconds: on a busy machine it tells more than the clock. NaN where there is no /proc. */
export function processorSeconds(processId: number): number {
  const fields = statusOf(String(processId))
  return fields ? workOf(fields) : Number.NaN
}

/** What all processes of PostgreSQL on this machine have worked so far, in seconds. */
export function postgresSeconds(): number {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const statuses = processes.map(statusOf).filter((fields) => fields?.name === 'postgres')
  return statuses.reduce((sum, fields) => sum + workOf(fields!), 0)
}

interface Status {
  name: string
  rest: string[]
}

function statusOf(processId: string): Status | null {
  try {
    const text = readFileSync(`/proc/${processId}/stat`, 'utf8')
    const end = text.lastIndexOf(')')
    return { name: text.slice(text.indexOf('(') + 1, end), rest: text.slice(end + 2).split(' ') }
  } catch {
    return null
  }
}

function workOf({ rest }: Status): number {
  // Its own work, and that of processes that it started and that have ended: statements begin workers of their own.
  const ticks = rest.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  return ticks / ticksPerSecond
}
