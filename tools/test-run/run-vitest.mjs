import { mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { countFiles, hasFailed, readReport } from './count-tests.mjs'
import { runProgram } from './processes.mjs'

const mostFilesRunAgain = 3

/**
 * Runs vitest and counts its report. A few failed files are run once more, alone: what passes only then is
 * counted as passed and named as unsteady, so that it is mended and yet does not hide what else the run found.
 */
export async function runVitest({ root, missing, env }, { report, limitSeconds, more = [] }) {
  const leftOut = missing.flatMap((entry) => entry.files)
  const excludes = leftOut.flatMap((file) => ['--exclude', file])
  const run = (name, filters) =>
    runOnce({ root, env, limitSeconds, name, options: [...filters, ...more, ...excludes] })
  const first = await run(report, [])
  const result = await runFailedAgain(root, first, (files) => run(`${report}-again`, files))
  const counts = countFiles(result.files, result.passed)
  return { counts: { ...counts, skipped: counts.skipped + leftOut.length }, output: result.output }
}

async function runFailedAgain(root, first, runFiles) {
  const failed = (first.files ?? []).filter(hasFailed)
  if (first.passed || failed.length === 0 || failed.length > mostFilesRunAgain) return first
  const names = failed.map((file) => relative(root, file.name))
  console.log(`Failed, and run once more: ${names.join(', ')}`)
  const second = await runFiles(failed.map((file) => file.name))
  if (second.files === undefined) return first
  const steady = first.files.filter((file) => !hasFailed(file))
  if (second.passed) console.log(`UNSTEADY, passed only when run again:\n${failedTests(root, failed)}`)
  return { ...second, files: [...steady, ...second.files] }
}

async function runOnce({ root, env, limitSeconds, name, options }) {
  const reportPath = join(root, 'build/test', `${name}.json`)
  mkdirSync(join(root, 'build/test'), { recursive: true })
  rmSync(reportPath, { force: true })
  const command = [
    'node_modules/node/bin/node',
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportPath}`,
    ...options,
  ]
  const { passed, output } = await runProgram(command, { cwd: root, env, limitSeconds, show: true })
  return { passed, output, files: readReport(reportPath) }
}

function failedTests(root, files) {
  const lines = files.flatMap((file) => {
    const tests = file.assertionResults.filter((test) => test.status === 'failed')
    const names = tests.length > 0 ? tests.map((test) => test.fullName) : ['before its first test']
    return names.map((name) => `  ${relative(root, file.name)}: ${name}`)
  })
  return lines.join('\n')
}
