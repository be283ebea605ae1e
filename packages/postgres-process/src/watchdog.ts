import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type Account, runAs } from './account.ts'

/** How PostgreSQL ended, with its last words. */
export interface PostgresExit {
  code: number | null
  signal: NodeJS.Signals | null
  lastLines: string[]
}

/** A PostgreSQL process whose life hangs on ours. */
export interface GuardedProcess {
  exited: Promise<PostgresExit>
  hasExited(): boolean
  lastLines(): string[]
  /** Lets go of the pipe: PostgreSQL ends in order, and at once if that takes more than 20 seconds. */
  letGo(): void
  /** Whether a running server keeps our process from ending by itself. */
  keepAlive(hold: boolean): void
}

/**
 * `read` returns when the pipe on fd 3 ends, which the kernel does for us even after kill -9. The reader then asks for
 * a fast shutdown, later for an immediate one (recovery repeats the log at the next start). PostgreSQL itself must not
 * hold the pipe, and gets no signal that a terminal sends to the foreground.
 */
const watchdog = `
exec 3<&0 </dev/null
"$@" 3<&- &
child=$!
(
  read -r line <&3
  kill -INT "$child" 2>/dev/null || exit 0
  tries=0
  while kill -0 "$child" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -eq 200 ] && kill -QUIT "$child" 2>/dev/null
    sleep 0.1
  done
) >/dev/null 2>&1 &
reader=$!
exec 3<&-
wait "$child"
code=$?
kill "$reader" 2>/dev/null
exit "$code"
`

const keptLines = 40

/** Starts a command under the watchdog; each line it writes goes to `onLine`. */
export function spawnGuarded(
  command: string[],
  account: Account | undefined,
  environment: Record<string, string>,
  onLine: (line: string) => void,
): GuardedProcess {
  const child = spawn('/bin/sh', ['-c', watchdog, 'flexoffice-postgres', ...command], {
    ...runAs(account),
    env: environment,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      if (lines.length > keptLines) lines.shift()
      onLine(line)
    })
  }
  child.stdin.on('error', () => {})
  let ended = false
  const exited = new Promise<PostgresExit>((resolve) => {
    child.on('error', (cause) => lines.push(`cannot run /bin/sh: ${cause.message}`))
    child.on('close', (code, signal) => {
      ended = true
      resolve({ code, signal, lastLines: [...lines] })
    })
  })
  return {
    exited,
    hasExited: () => ended,
    lastLines: () => [...lines],
    letGo: () => child.stdin.end(),
    keepAlive: (hold) => setHold(child, hold),
  }
}

function setHold(child: ChildProcess, hold: boolean): void {
  const parts = [child, child.stdin, child.stdout, child.stderr] as Partial<{ ref(): void; unref(): void }>[]
  for (const part of parts) {
    if (hold) part.ref?.()
    else part.unref?.()
  }
}
