import type { CampaignProgress } from './campaign-state.ts'

/** What a campaign's `run` receives. Case `n` must depend on nothing but `seed` and `n`, so that runs can go on and failures be repeated. */
export interface CampaignRun {
  seed: number
  /** Number of the first case to run. */
  from: number
  /** Number after the last case to run. */
  count: number
  /** Time in milliseconds since 1970 at which `run` returns, done or not. */
  deadline: number
  report(progress: CampaignProgress): void
}

/** What a file NAME.campaign.ts exports as `campaign`. */
export interface Campaign {
  /** One sentence: what it would find. It heads the report. */
  description: string
  /** How many cases prove the point when nobody says otherwise. */
  count: number
  run(options: CampaignRun): Promise<void>
}

/** Runs a campaign in the process made for it: the order comes and the reports go over the channel to the parent. */
export async function runCampaign(campaign: Campaign): Promise<void> {
  const send = process.send?.bind(process)
  if (!send) throw new Error('A campaign runs in a process of its own: npm run campaign -- NAME')
  const order = await new Promise<Omit<CampaignRun, 'report'>>((resolve) => {
    process.once('message', (message) => resolve(message as Omit<CampaignRun, 'report'>))
    send({ kind: 'ready', description: campaign.description, count: campaign.count })
  })
  await campaign.run({ ...order, report: (progress) => void send({ kind: 'progress', progress }) })
  await new Promise((sent) => send({ kind: 'ended' }, sent))
  process.disconnect()
}
