import type { Benchmark } from './benchmark.ts'
import { decisions } from './benchmarks/decisions.ts'
import { insertRecord } from './benchmarks/insert-record.ts'
import { list50, list1000 } from './benchmarks/lists.ts'
import { pagePreview } from './benchmarks/page-preview.ts'
import { startAndMemory } from './benchmarks/start-and-memory.ts'
import { sumByMonth } from './benchmarks/sum-by-month.ts'
import { viewerBundle } from './benchmarks/viewer-bundle.ts'

/** Every benchmark, in the order in which they run: what changes the data comes after what reads it. */
export const benchmarks: readonly Benchmark[] = [
  decisions,
  viewerBundle,
  pagePreview,
  startAndMemory,
  list50,
  list1000,
  sumByMonth,
  insertRecord,
]
