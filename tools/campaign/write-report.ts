import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { CampaignState } from './campaign-state.ts'

/** Writes one run into docs/campaigns/NAME.md: newest first, the same run replaced. */
export function writeReport(path: string, name: string, description: string, state: CampaignState): void {
  const earlier = existsSync(path)
    ? readFileSync(path, 'utf8')
        .split(/^(?=## )/m)
        .slice(1)
    : []
  const heading = headingOf(state)
  const others = earlier
    .filter((section) => !section.startsWith(`${heading}\n`))
    .map((section) => section.trimEnd())
  const head = `# Campaign ${name}\n\n${description}\n\nRepeat or go on: \`npm run campaign -- ${name}\`.`
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${[head, describeRun(name, state), ...others].join('\n\n')}\n`)
}

function describeRun(name: string, state: CampaignState): string {
  const done = state.next >= state.count ? '' : ` (unfinished, of ${number(state.count)})`
  const rows = [
    ['cases', `${number(state.next)}${done}`],
    ['failures', number(state.failureCount)],
    ['seed', String(state.seed)],
    ['commit', state.commits.join(', ')],
    ['time', `${number(Math.round(state.seconds))} s`],
    ...Object.entries(state.counts).map(([label, value]) => [label, number(value)]),
  ]
  const table = ['| | |', '|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n')
  return [headingOf(state), table, ...describeFailures(name, state)].join('\n\n')
}

function describeFailures(name: string, state: CampaignState): string[] {
  if (state.failures.length === 0) return []
  const shown = state.failures.map(
    (failure) => `- case ${failure.caseNumber}: ${failure.message.replaceAll(/\s+/g, ' ').slice(0, 400)}`,
  )
  const more = state.failureCount - state.failures.length
  const rest = more > 0 ? [`- and ${number(more)} more`] : []
  return [
    `Each becomes a case with a fixed seed in the tests. To repeat: \`npm run campaign -- ${name} --seed ${state.seed} --fresh\`.`,
    [...shown, ...rest].join('\n'),
  ]
}

function headingOf(state: CampaignState): string {
  return `## ${state.startedAt.slice(0, 16).replace('T', ' ')} UTC, seed ${state.seed}`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
