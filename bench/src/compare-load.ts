import { isDeepStrictEqual } from 'node:util'
import type { Line, Options } from './benchmark.ts'
import { describeSpread, median } from './benchmark.ts'
import type { LoadRequest } from './load.ts'
import { postgresSeconds, processorSeconds } from './processor-time.ts'
import { runLoad } from './run-load.ts'
import type { World } from './world.ts'

/** The same calls to both servers. */
export interface Comparison {
  benchmark: string
  what: string
  target: number
  /** `faster`: product per raw in requests per second; `slower`: time of the product per time of raw, one at a time. */
  measure: 'faster' | 'slower'
  connections: number
  product: LoadRequest[]
  raw: LoadRequest[]
  /** Answers brought to one form; absent where calls change data. */
  readProduct?: (answer: unknown) => unknown
  readRaw?: (answer: unknown) => unknown
}

/** Compares answers as values first, then measures both in turn, so that a slow minute of the machine meets both. */
export async function compareLoad(comparison: Comparison, world: World, options: Options): Promise<Line> {
  await compareAnswers(comparison, world)
  const { connections } = comparison
  const seconds = options.seconds
  const on = (side: 'product' | 'raw', duration = seconds) =>
    runLoad({ port: world.ports[side], connections, seconds: duration, requests: comparison[side] })
  await on('product', Math.min(3, seconds))
  await on('raw', Math.min(3, seconds))
  const rounds: { product: number; raw: number }[] = []
  const work = { product: noWork(), raw: noWork() }
  for (let round = 0; round < options.rounds; round += 1) {
    const sides = round % 2 === 0 ? (['raw', 'product'] as const) : (['product', 'raw'] as const)
    const measured = { product: 0, raw: 0 }
    for (const side of sides) {
      const before = { server: processorSeconds(world.processIds[side]), postgres: postgresSeconds() }
      const report = await on(side)
      const per = 1000 / (report.perSecond * seconds) / options.rounds
      work[side].server += (processorSeconds(world.processIds[side]) - before.server) * per
      work[side].postgres += (postgresSeconds() - before.postgres) * per
      work[side].load += report.processorSeconds * per
      measured[side] = comparison.measure === 'faster' ? report.perSecond : report.medianMilliseconds
    }
    rounds.push(measured)
  }
  const ratios = rounds.map(({ product, raw }) => product / raw)
  const ratio = median(ratios)
  const unit = comparison.measure === 'faster' ? '/s' : ' ms'
  const side = (name: 'product' | 'raw') => median(rounds.map((round) => round[name])).toFixed(1) + unit
  return {
    benchmark: comparison.benchmark,
    what: comparison.what,
    measured: `${describeSpread(ratios)} of raw; ${side('product')}, raw ${side('raw')}; processor per request (server, PostgreSQL, load) ${describeWork(work.product)}, raw ${describeWork(work.raw)}`,
    target: `${comparison.measure === 'faster' ? 'at least' : 'at most'} ${comparison.target} of raw`,
    reached: comparison.measure === 'faster' ? ratio >= comparison.target : ratio <= comparison.target,
    rounds: ratios,
  }
}

/** Milliseconds of the processor for one request, by whose they are. */
interface Work {
  server: number
  postgres: number
  load: number
}

function noWork(): Work {
  return { server: 0, postgres: 0, load: 0 }
}

function describeWork({ server, postgres, load }: Work): string {
  return `${[server, postgres, load].map((part) => part.toFixed(2)).join(' + ')} ms`
}

async function compareAnswers(comparison: Comparison, world: World): Promise<void> {
  const { readProduct, readRaw, benchmark } = comparison
  if (!readProduct || !readRaw) return
  for (let index = 0; index < Math.min(20, comparison.product.length); index += 1) {
    const [product, raw] = await Promise.all([
      fetchJson(world.ports.product, comparison.product[index]!),
      fetchJson(world.ports.raw, comparison.raw[index]!),
    ])
    const [left, right] = [readProduct(product), readRaw(raw)]
    if (isDeepStrictEqual(left, right)) continue
    const show = (value: unknown) => JSON.stringify(value).slice(0, 600)
    throw new Error(`${benchmark}: the answers differ\nproduct ${show(left)}\nraw     ${show(right)}`)
  }
}

async function fetchJson(port: number, { method, path, headers, body }: LoadRequest): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 500)}`)
  return JSON.parse(text)
}
