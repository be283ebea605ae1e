import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import type { Benchmark } from '../benchmark.ts'
import { describeSpread, median } from '../benchmark.ts'

interface Measured {
  decisionsPerSecond: number[]
  compileMilliseconds: number[]
}

/** The decision that the request path asks for, and the compiling of a policy, in a process of their own. */
export const decisions: Benchmark = {
  name: 'decisions',
  async run({ options }) {
    const script = resolve(import.meta.dirname, '../../../server/src/features/access/measure-decisions.ts')
    const output = execFileSync(process.execPath, [script, String(options.rounds)], { encoding: 'utf8' })
    const { decisionsPerSecond, compileMilliseconds } = JSON.parse(output) as Measured
    const millions = decisionsPerSecond.map((value) => value / 1e6)
    return [
      {
        benchmark: 'decisions',
        what: 'permission decision',
        measured: `${describeSpread(millions)} M/s`,
        target: 'at least 2 M/s',
        reached: median(millions) >= 2,
        rounds: decisionsPerSecond,
      },
      {
        benchmark: 'decisions',
        what: 'a policy compiles',
        measured: `${describeSpread(compileMilliseconds, 3)} ms`,
        target: 'under 1 ms',
        reached: median(compileMilliseconds) < 1,
        rounds: compileMilliseconds,
      },
    ]
  },
}
