import { createWorld } from './crash-world.ts'

/** What the command hands to a campaign. */
interface CampaignOrder {
  seed: number
  from: number
  count: number
  deadline: number
  report(progress: {
    next?: number
    counts?: Record<string, number>
    failure?: { caseNumber: number; message: string }
  }): void
}

/** One case is one `kill -9` of the server while fifty people write to a managed and to a foreign table. */
export const campaign = {
  description:
    'kill -9 of the server during 50 concurrent writers: nothing acknowledged is lost, each change is journalled once, the next start is clean.',
  count: 100,
  async run({ seed, from, count, deadline, report }: CampaignOrder): Promise<void> {
    const world = await createWorld()
    try {
      for (let number = from; number < count && Date.now() < deadline; number += 1) {
        const delay = 200 + (((seed ^ (number * 2_654_435_761)) >>> 0) % 1_300)
        const { counts, problems } = await world.runCase(number, delay)
        const failure = problems.length > 0 ? { caseNumber: number, message: problems.join('\n') } : undefined
        report({ next: number + 1, counts, failure })
      }
    } finally {
      await world.close()
    }
  },
}
