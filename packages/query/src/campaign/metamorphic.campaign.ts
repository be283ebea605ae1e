import { type CampaignOrder, runInBlocks } from './campaign-run.ts'
import { runMetamorphicCases } from './policy-campaign.ts'

/** The same query before and after changes that its author cannot see. */
export const campaign = {
  description:
    'Only hidden values change: every visible byte of the answer, refusals and totals included, must stay.',
  count: 10_000,
  run: (order: CampaignOrder) => runInBlocks(runMetamorphicCases, order),
}
