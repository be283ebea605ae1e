// The steps of `npm test` and `npm run check`, as data. Programs run under Node 24 of node_modules.
import { randomInt } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { innerPath } from '../setup/run.mjs'
import { countOne } from './count-tests.mjs'
import { runProgram } from './processes.mjs'
import { runVitest } from './run-vitest.mjs'

const modules = 'node_modules'
const node = `${modules}/node/bin/node`

/**
 * All steps in order; steps of one `group` run side by side.
 * Test files whose Debian package is missing are left out and counted as skipped.
 */
export function listSteps(root, missing = []) {
  const seed = process.env.FLEXOFFICE_SEED ?? String(randomInt(1, 2 ** 31))
  const context = { root, missing, env: stepEnvironment(root, seed) }
  return [
    { name: 'types', group: 'static', run: () => checkTypes(context) },
    {
      name: 'lint',
      group: 'static',
      run: () =>
        one(
          context,
          [`${modules}/.bin/biome`, 'check', '--max-diagnostics=200', '--diagnostic-level=error', '.'],
          120,
        ),
    },
    { name: 'imports', group: 'static', run: () => one(context, [node, 'tools/check-imports/main.ts'], 120) },
    {
      name: 'messages',
      group: 'static',
      run: () => one(context, [node, 'tools/check-messages/main.ts'], 120),
    },
    { name: 'tests', seed, run: () => runVitest(context, { report: 'tests', limitSeconds: 780 }) },
    {
      name: 'units',
      seed,
      onlyInCheck: true,
      run: () =>
        runVitest(context, {
          report: 'units',
          limitSeconds: 180,
          more: ['--exclude', '**/*.integration.test.*'],
        }),
    },
    { name: 'build', run: () => buildWeb(context) },
    { name: 'browser', seed, run: () => browserTests(context) },
  ]
}

async function one({ root, env }, command, limitSeconds) {
  const { passed, output } = await runProgram(command, { cwd: root, env, limitSeconds })
  return { counts: countOne(passed), output: passed ? '' : output }
}

async function checkTypes({ root, env }) {
  const projects = ['tsconfig.json', 'web/tsconfig.json']
  const results = await Promise.all(
    projects.map((project) =>
      runProgram([node, `${modules}/typescript/bin/tsc`, '-p', project], {
        cwd: root,
        env,
        limitSeconds: 180,
      }),
    ),
  )
  const passed = results.every((result) => result.passed)
  return { counts: countOne(passed), output: results.map((result) => result.output).join('') }
}

async function buildWeb(context) {
  return one(context, [node, 'tools/test-run/build-web.mjs'], 240)
}

function browserTests(context) {
  if (context.missing.some((entry) => entry.step === 'browser')) {
    return { counts: { passed: 0, failed: 0, skipped: 1 }, output: 'No browser tests without Chromium.' }
  }
  const folder = join(context.root, 'e2e/src')
  const present =
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((file) => String(file).endsWith('.e2e.ts'))
  if (!present) return { counts: countOne(false), output: 'There is no e2e/src/**/*.e2e.ts.' }
  return runVitest(context, {
    report: 'browser',
    limitSeconds: 840,
    more: ['--config', 'e2e/vitest.config.ts'],
  })
}

function stepEnvironment(root, seed) {
  return {
    ...process.env,
    PATH: innerPath(root),
    FLEXOFFICE_SEED: seed,
    ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
  }
}
