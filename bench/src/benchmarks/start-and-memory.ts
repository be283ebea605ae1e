import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Benchmark } from '../benchmark.ts'
import { describeSpread, median } from '../benchmark.ts'
import { removeData, startProduct } from '../start-product.ts'

const idleMilliseconds = 10_000

/** How long a warm start takes, and what the server holds when nobody works. */
export const startAndMemory: Benchmark = {
  name: 'start-and-memory',
  async run({ options }) {
    const dataFolder = mkdtempSync(join(tmpdir(), 'flexoffice-bench-start-'))
    try {
      const first = await startProduct(dataFolder)
      await first.stop()
      const seconds: number[] = []
      let megabytes = 0
      for (let round = 0; round < options.rounds; round += 1) {
        const product = await startProduct(dataFolder)
        seconds.push(product.secondsToReady)
        if (round === options.rounds - 1) {
          await wait(idleMilliseconds)
          megabytes = residentMegabytes(product.processId)
        }
        await product.stop()
      }
      return [
        {
          benchmark: 'start-and-memory',
          what: 'warm start to ready',
          measured: `${describeSpread(seconds)} s`,
          target: 'under 3 s',
          reached: median(seconds) < 3,
          rounds: seconds,
        },
        {
          benchmark: 'start-and-memory',
          what: 'idle memory of the server, PostgreSQL apart',
          measured: `${megabytes.toFixed(0)} MB`,
          target: 'under 200 MB',
          reached: megabytes < 200,
        },
      ]
    } finally {
      removeData(dataFolder)
    }
  },
}

function residentMegabytes(processId: number): number {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024
}
