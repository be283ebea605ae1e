import { openConnection } from './open-connection.ts'
import type { CampaignOptions, CampaignResult } from './policy-campaign.ts'

/** The part of the campaign runner's order that is needed here. */
export interface CampaignOrder {
  seed: number
  from: number
  count: number
  deadline: number
  report(progress: {
    next: number
    counts: Record<string, number>
    failure?: { caseNumber: number; message: string }
  }): void
}

const casesPerReport = 300

/** Runs a kind of case from the place where the last run stopped until the count or the deadline is reached. */
export async function runInBlocks(
  run: (options: CampaignOptions) => Promise<CampaignResult>,
  { seed, from, count, deadline, report }: CampaignOrder,
): Promise<void> {
  const connection = await openConnection()
  for (let next = from; next < count && Date.now() < deadline; next += casesPerReport) {
    const size = Math.min(casesPerReport, count - next)
    const { refused, rows, failures } = await run({ seed, from: next, count: size, connection })
    report({ next: next + size, counts: { refused, rows } })
    for (const { index, message, sql } of failures) {
      report({ next: next + size, counts: {}, failure: { caseNumber: index, message: `${message}: ${sql}` } })
    }
  }
  await connection.close()
}
