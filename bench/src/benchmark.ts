import type { World } from './world.ts'

/** One measured line of the "What it must reach". */
export interface Line {
  benchmark: string
  what: string
  measured: string
  target: string
  reached: boolean
  /** Every round, for who wants to judge the spread. */
  rounds?: number[]
}

/** What the command line says. */
export interface Options {
  rows: number
  rounds: number
  seconds: number
}

/** A benchmark: one file in `benchmarks/`, one entry in `registry.ts`. */
export interface Benchmark {
  name: string
  run(bench: { options: Options; world(): Promise<World> }): Promise<Line[]>
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** `1.24 (1.20 to 1.31)` */
export function describeSpread(values: readonly number[], digits = 2): string {
  const least = Math.min(...values).toFixed(digits)
  const most = Math.max(...values).toFixed(digits)
  return `${median(values).toFixed(digits)} (${least} to ${most})`
}
