import { fork } from 'node:child_process'
import type { LoadOrder, LoadReport } from './load.ts'

/** Makes a load from a second process; a single failed request ends the benchmark, for a refusal is quick. */
export async function runLoad(order: LoadOrder): Promise<LoadReport> {
  const child = fork(new URL('./load.ts', import.meta.url), { stdio: 'inherit' })
  try {
    const report = await new Promise<LoadReport>((resolve, reject) => {
      child.on('message', (message) => resolve(message as LoadReport))
      child.on('exit', (code) => reject(new Error(`the load ended by itself with ${code}`)))
      child.send(order)
    })
    if (report.failures > 0) throw new Error(`${report.failures} requests failed: ${report.firstFailure}`)
    return report
  } finally {
    child.removeAllListeners('exit')
    child.kill()
  }
}
