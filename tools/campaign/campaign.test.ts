import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { addProgress, openState, saveState } from './campaign-state.ts'
import { findCampaigns } from './find-campaigns.ts'
import { writeReport } from './write-report.ts'

const root = mkdtempSync(join(tmpdir(), 'campaign-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('a campaign is found by its file name, and two of one name are refused', () => {
  plant('packages/query/src/campaign/policy.campaign.ts')
  plant('e2e/src/campaigns/crash.campaign.ts')
  expect([...findCampaigns(root)]).toEqual([
    ['policy', 'packages/query/src/campaign/policy.campaign.ts'],
    ['crash', 'e2e/src/campaigns/crash.campaign.ts'],
  ])
  plant('server/src/crash.campaign.ts')
  expect(() => findCampaigns(root)).toThrow(/Two campaigns are called crash/)
})

test('an unfinished run goes on with its seed; a finished one, another seed or --fresh begins anew', () => {
  const path = join(root, 'build/policy.json')
  const first = openState(path, { count: 100, seed: 7, commit: 'a', fresh: false })
  saveState(path, addProgress(first, { next: 40, counts: { rows: 3 } }))
  expect(openState(path, { count: 100, commit: 'b', fresh: false })).toMatchObject({
    seed: 7,
    next: 40,
    counts: { rows: 3 },
    commits: ['a', 'b'],
  })
  expect(openState(path, { count: 100, seed: 8, commit: 'b', fresh: false })).toMatchObject({
    seed: 8,
    next: 0,
  })
  expect(openState(path, { count: 100, seed: 7, commit: 'b', fresh: true })).toMatchObject({
    seed: 7,
    next: 0,
  })
  expect(openState(path, { count: 40, commit: 'b', fresh: false }).next).toBe(0)
})

test('the report keeps earlier runs, replaces the same run, and names each failure', () => {
  const path = join(root, 'docs/policy.md')
  const start = {
    ...openState(join(root, 'none.json'), { count: 2000, seed: 7, commit: 'abc', fresh: true }),
    startedAt: '2026-01-02T03:04:05Z',
  }
  writeReport(path, 'policy', 'Finds leaks.', { ...start, next: 10 })
  writeReport(
    path,
    'policy',
    'Finds leaks.',
    addProgress(
      { ...start, next: 2000 },
      { failure: { caseNumber: 12, message: 'a\nb' }, counts: { rows: 5000 } },
    ),
  )
  writeReport(path, 'policy', 'Finds leaks.', { ...start, seed: 8 })
  const text = readFileSync(path, 'utf8')
  expect(text.match(/^## .*/gm)).toEqual([
    '## 2026-01-02 03:04 UTC, seed 8',
    '## 2026-01-02 03:04 UTC, seed 7',
  ])
  expect(text).toContain('| cases | 2,000 |')
  expect(text).toContain('| rows | 5,000 |')
  expect(text).toContain('- case 12: a b')
  expect(text).toContain('0 (unfinished, of 2,000)')
})

function plant(path: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), '')
}
