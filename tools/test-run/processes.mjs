// Runs the steps' programs so that none outlives this one: each has a process group of its own, ended on exit.
import { spawn } from 'node:child_process'

const running = new Set()
let stopping = false

/** Ends every child when this program ends for whatever reason that it can notice. */
export function endChildrenOnExit() {
  process.on('exit', () => signalAll('SIGKILL'))
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]) {
    process.on(signal, () => {
      if (stopping) process.exit(status)
      stopping = true
      signalAll('SIGTERM')
      setTimeout(() => process.exit(status), running.size === 0 ? 0 : 3000)
    })
  }
}

/**
 * Runs one program to its end. With `show` its output goes straight to the screen, else it is kept and returned.
 * A program that takes longer than `limitSeconds` is ended and counts as failed.
 */
export function runProgram(command, options) {
  const { cwd, env, show = false, limitSeconds } = options
  const [file, ...programArguments] = command
  return new Promise((resolve) => {
    const child = spawn(file, programArguments, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    })
    running.add(child)
    const output = []
    child.stdout?.on('data', (chunk) => output.push(chunk))
    child.stderr?.on('data', (chunk) => output.push(chunk))
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      signalGroup(child, 'SIGTERM')
      setTimeout(() => signalGroup(child, 'SIGKILL'), 5000).unref()
    }, limitSeconds * 1000)
    const finish = (status, reason) => {
      clearTimeout(timer)
      signalGroup(child, 'SIGKILL')
      running.delete(child)
      const text = Buffer.concat(output).toString('utf8') + reason
      resolve({
        passed: status === 0 && !timedOut,
        output: timedOut ? `${text}\nEnded after ${limitSeconds} s.` : text,
      })
    }
    child.once('error', (error) => finish(1, `${file} could not be started: ${error.message}`))
    child.once('close', (status) => finish(status, ''))
  })
}

function signalAll(signal) {
  for (const child of running) signalGroup(child, signal)
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The group has already ended.
  }
}
