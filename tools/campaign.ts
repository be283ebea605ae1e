import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import {
  addProgress,
  type CampaignProgress,
  type CampaignState,
  openState,
  saveState,
} from './campaign/campaign-state.ts'
import { findCampaigns } from './campaign/find-campaigns.ts'
import { writeReport } from './campaign/write-report.ts'

// npm run campaign -- NAME [--minutes N] [--count N] [--seed S] [--fresh]
// Goes on where the last unfinished run stopped. Ends with status 1 when a case failed or the campaign broke off.

const root = join(import.meta.dirname, '..')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string' },
    count: { type: 'string' },
    seed: { type: 'string' },
    fresh: { type: 'boolean', default: false },
  },
})
const [name = ''] = positionals
const file = findCampaigns(root).get(name)
if (file) process.exitCode = await runToEnd(file)
else listCampaigns()

type Message =
  | { kind: 'ready'; description: string; count: number }
  | { kind: 'progress'; progress: CampaignProgress }
  | { kind: 'ended' }

async function runToEnd(campaignFile: string): Promise<number> {
  const begun = Date.now()
  const statePath = join(root, 'build/campaigns', `${name}.json`)
  const child = startProcess(campaignFile)
  let state: CampaignState | null = null
  let description = ''
  let secondsBefore = 0
  let saved = 0
  let ended = false
  child.on('message', (message: Message) => {
    if (message.kind === 'ready') {
      description = message.description
      state = openState(statePath, {
        ...askedNumbers(message.count),
        commit: readCommit(),
        fresh: values.fresh,
      })
      secondsBefore = state.seconds
      console.log(`${name}: cases ${state.next} to ${state.count}, seed ${state.seed}`)
      const deadline = values.minutes
        ? begun + positive('minutes', values.minutes) * 60_000
        : Number.MAX_SAFE_INTEGER
      child.send({ seed: state.seed, from: state.next, count: state.count, deadline })
    }
    if (message.kind === 'progress' && state) state = addProgress(state, message.progress)
    if (message.kind === 'ended') ended = true
    if (!state || Date.now() - saved < 2000) return
    saved = Date.now()
    saveState(statePath, { ...state, seconds: secondsBefore + (saved - begun) / 1000 })
    console.log(
      `${state.next} of ${state.count}, ${state.failureCount} failures, ${Math.round((saved - begun) / 1000)} s`,
    )
  })
  await new Promise((resolve) => child.once('close', resolve))
  const last = state as CampaignState | null
  if (!last) return 1
  const final = { ...last, seconds: secondsBefore + (Date.now() - begun) / 1000 }
  saveState(statePath, final)
  writeReport(join(root, 'docs/campaigns', `${name}.md`), name, description, final)
  console.log(
    `${final.next} of ${final.count} cases, ${final.failureCount} failures; see docs/campaigns/${name}.md`,
  )
  return ended && final.failureCount === 0 ? 0 : 1
}

/** A process of its own: a campaign may exhaust its memory or kill its servers without losing what was counted. */
function startProcess(campaignFile: string): ChildProcess {
  const program = [
    `import { campaign } from ${JSON.stringify(pathToFileURL(join(root, campaignFile)).href)}`,
    `import { runCampaign } from ${JSON.stringify(pathToFileURL(join(root, 'tools/campaign/run-campaign.ts')).href)}`,
    'await runCampaign(campaign)',
  ].join('\n')
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill('SIGTERM'))
  process.on('exit', () => child.kill('SIGKILL'))
  return child
}

function askedNumbers(usualCount: number): { seed?: number; count: number } {
  const count = values.count ? positive('count', values.count) : usualCount
  return values.seed ? { count, seed: positive('seed', values.seed) } : { count }
}

function positive(option: string, text: string): number {
  const value = Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new Error(`--${option} takes a number above 0, not "${text}".`)
}

function readCommit(): string {
  const git = (...command: string[]) => execFileSync('git', command, { cwd: root, encoding: 'utf8' }).trim()
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' with changes'
    return `${git('rev-parse', '--short=10', 'HEAD')}${changed}`
  } catch {
    return 'unknown'
  }
}

function listCampaigns(): void {
  const names = [...findCampaigns(root).keys()].sort()
  const known =
    names.length > 0
      ? names.join(', ')
      : 'none yet (a campaign is a file NAME.campaign.ts in some src folder)'
  console.error(
    `npm run campaign -- NAME [--minutes N] [--count N] [--seed S] [--fresh]\nCampaigns: ${known}`,
  )
  process.exitCode = 2
}
