import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** One case that went wrong: its number repeats it together with the seed. */
export interface CampaignFailure {
  caseNumber: number
  message: string
}

/** How far a run has come; kept after every report, so that a run goes on where it stopped. */
export interface CampaignState {
  seed: number
  count: number
  /** Number of the first case that is not done yet. */
  next: number
  /** What the campaign counted by itself, such as rows compared or kills survived. */
  counts: Record<string, number>
  failures: CampaignFailure[]
  failureCount: number
  seconds: number
  startedAt: string
  commits: string[]
}

/** A failing campaign repeats itself; more failures than this are counted but not kept. */
export const keptFailures = 50

/** What a campaign's process tells: cases done so far, counts to add, and failures. */
export interface CampaignProgress {
  next?: number
  counts?: Record<string, number>
  failure?: CampaignFailure
}

/** The state with a progress report added to it. */
export function addProgress(state: CampaignState, progress: CampaignProgress): CampaignState {
  const counts = { ...state.counts }
  for (const [name, value] of Object.entries(progress.counts ?? {}))
    counts[name] = (counts[name] ?? 0) + value
  const failures = progress.failure
    ? [...state.failures, progress.failure].slice(0, keptFailures)
    : state.failures
  const failureCount = state.failureCount + (progress.failure ? 1 : 0)
  return { ...state, counts, failures, failureCount, next: Math.max(state.next, progress.next ?? 0) }
}

/** The state to go on from: what was kept, when it is unfinished and no other seed is asked for, else a new one. */
export function openState(
  path: string,
  asked: { seed?: number; count: number; commit: string; fresh: boolean },
): CampaignState {
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as CampaignState) : null
  const goesOn =
    kept !== null && !asked.fresh && kept.next < asked.count && (asked.seed ?? kept.seed) === kept.seed
  if (goesOn) {
    const commits = kept.commits.includes(asked.commit) ? kept.commits : [...kept.commits, asked.commit]
    return { ...kept, count: asked.count, commits }
  }
  return {
    seed: asked.seed ?? Math.floor(Math.random() * 2 ** 31),
    count: asked.count,
    next: 0,
    counts: {},
    failures: [],
    failureCount: 0,
    seconds: 0,
    startedAt: new Date().toISOString(),
    commits: [asked.commit],
  }
}

/** Keeps the state so that a kill at any moment leaves the old or the new one, never half of it. */
export function saveState(path: string, state: CampaignState): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, JSON.stringify(state, null, 2))
  renameSync(`${path}.new`, path)
}
