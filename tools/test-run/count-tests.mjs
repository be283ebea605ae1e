import { existsSync, readFileSync } from 'node:fs'

/** What one step has proved. */
export function countOne(passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 }
}

/** The files of a vitest JSON report, or nothing when the run ended without one. */
export function readReport(reportPath) {
  if (!existsSync(reportPath)) return undefined
  return JSON.parse(readFileSync(reportPath, 'utf8')).testResults
}

/** Whether a test of the file failed, or the file itself before its first test. */
export function hasFailed(file) {
  return file.status === 'failed' || file.assertionResults.some((test) => test.status === 'failed')
}

/**
 * Counts the files of a report. A file that failed before its first test counts as one failure,
 * and so does a run that ended without a report or without success and without a failed test.
 */
export function countFiles(files, runPassed) {
  if (files === undefined) return countOne(false)
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const file of files) {
    const before = counts.failed
    for (const test of file.assertionResults) {
      if (test.status === 'passed') counts.passed += 1
      else if (test.status === 'failed') counts.failed += 1
      else counts.skipped += 1
    }
    if (file.status === 'failed' && counts.failed === before) counts.failed += 1
  }
  if (!runPassed && counts.failed === 0) counts.failed = 1
  return counts
}

/** Adds the counts of several steps. */
export function addCounts(all) {
  return all.reduce(
    (sum, next) => ({
      passed: sum.passed + next.passed,
      failed: sum.failed + next.failed,
      skipped: sum.skipped + next.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  )
}
