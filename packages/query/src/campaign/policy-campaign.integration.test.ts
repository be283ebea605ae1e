import { afterAll, beforeAll, expect, it } from 'vitest'
import { openConnection } from './open-connection.ts'
import { runMetamorphicCases, runPolicyCases } from './policy-campaign.ts'

let connection: Awaited<ReturnType<typeof openConnection>>

beforeAll(async () => {
  connection = await openConnection()
})

afterAll(async () => {
  await connection?.close()
})

const fresh = Math.floor(Math.random() * 1_000_000)

it.each([1, fresh])('answers as the cell-by-cell oracle does, seed %i', async (seed) => {
  const result = await runPolicyCases({ seed, count: 240, connection })
  expect(result.failures.slice(0, 1)).toEqual([])
  expect(result.rows).toBeGreaterThan(100)
})

// Found by campaigns: a year that the time zone moves before year 1.
it.each([[1564011247, 25728]])(
  'answers as the oracle does where it once did not, seed %i case %i',
  async (seed, from) => {
    const result = await runPolicyCases({ seed, from, count: 1, connection })
    expect(result.failures).toEqual([])
    expect(result.cases).toBe(1)
  },
)

it.each([1, fresh])('shows nothing of a hidden change, seed %i', async (seed) => {
  const result = await runMetamorphicCases({ seed, count: 120, connection })
  expect(result.failures.slice(0, 1)).toEqual([])
  expect(result.rows).toBeGreaterThan(50)
})

it('repeats a case from its seed and number alone', async () => {
  const together = await runPolicyCases({ seed: 5, count: 62, connection })
  const first = await runPolicyCases({ seed: 5, count: 61, connection })
  const last = await runPolicyCases({ seed: 5, from: 61, count: 1, connection })
  expect(first.rows + last.rows).toBe(together.rows)
})
