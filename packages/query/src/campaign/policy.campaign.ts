import { type CampaignOrder, runInBlocks } from './campaign-run.ts'
import { runPolicyCases } from './policy-campaign.ts'

/** Compiled SQL on PostgreSQL against the oracle in memory. */
export const campaign = {
  description:
    'Random schemas, policies, people with up to three roles and queries: PostgreSQL must answer as the cell-by-cell oracle.',
  count: 100_000,
  run: (order: CampaignOrder) => runInBlocks(runPolicyCases, order),
}
