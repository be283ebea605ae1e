import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, join, sep } from 'node:path'

/** Runs a command to its end with our terminal; resolves to its exit code, -1 when it could not be started. */
export function runToEnd(command, options) {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 2, 2], ...options })
    child.on('error', () => resolve(-1))
    child.on('close', (code, signal) => resolve(code ?? exitCodeOf(signal)))
  })
}

/**
 * Becomes the command. Where Node can (22.15 and later) the process is replaced, so nothing stands between the caller's
 * signals and the program. Otherwise it runs as a child that gets our signals, and we end as it ends.
 */
export function become(file, args, env, cwd) {
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    process.chdir(cwd)
    // Node calls execve experimental; that is our business, not the reader's.
    process.removeAllListeners('warning')
    process.execve(file, [file, ...args], env)
  }
  const child = spawn(file, args, { stdio: 'inherit', env, cwd })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => pass(child, signal))
  child.on('error', (cause) => {
    process.stderr.write(`Cannot run ${file}: ${cause.message}\n`)
    process.exit(1)
  })
  child.on('close', (code, signal) => process.exit(code ?? exitCodeOf(signal)))
}

/** PATH without the clone's own commands, so that npm is run by the machine's Node and can replace ours. */
export function outerPath(root) {
  const inner = join('node_modules', '.bin')
  const isInner = (folder) => folder.startsWith(root + sep) && folder.endsWith(inner)
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !isInner(folder))
    .join(delimiter)
}

/** PATH with the clone's own commands first: Node 24 and the tools of package.json. */
export function innerPath(root) {
  return [join(root, 'node_modules', '.bin'), outerPath(root)].join(delimiter)
}

/** Ctrl-C in a terminal reaches the child by itself; a second signal would ask it to hurry. */
function pass(child, signal) {
  if (signal === 'SIGINT' && process.stdin.isTTY) return
  child.kill(signal)
}

function exitCodeOf(signal) {
  return 128 + (constants.signals[signal] ?? 0)
}
