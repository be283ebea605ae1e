import { addCounts } from './count-tests.mjs'

/** Runs steps in order (those of one group side by side), tells each with its time, and returns all counts. */
export async function runSteps(steps) {
  const started = Date.now()
  const counts = []
  for (const batch of batchesOf(steps)) {
    for (const step of batch)
      console.log(`[${seconds(started)}] ${step.name}${step.seed ? ` (seed ${step.seed})` : ''} ...`)
    counts.push(...(await Promise.all(batch.map((step) => runStep(step, started)))))
  }
  return addCounts(counts)
}

/** Prints the last line of a run and sets the exit status: skipped tests fail in CI. */
export function finish({ passed, failed, skipped }) {
  const bad = failed > 0 || passed === 0 || (skipped > 0 && isContinuousIntegration())
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  process.exitCode = bad ? 1 : 0
}

/** The steps that `--only a,b` names, or all; an unknown name ends the program with the list of names. */
export function chooseSteps(steps, programArguments) {
  const at = programArguments.indexOf('--only')
  if (at < 0) return steps
  const wanted = (programArguments[at + 1] ?? '').split(',')
  const unknown = wanted.filter((name) => !steps.some((step) => step.name === name))
  if (unknown.length === 0) return steps.filter((step) => wanted.includes(step.name))
  console.error(`No step "${unknown.join(', ')}". Steps: ${steps.map((step) => step.name).join(', ')}.`)
  return process.exit(2)
}

async function runStep(step, started) {
  const begun = Date.now()
  const { counts, output } = await step.run()
  const { passed, failed, skipped } = counts
  if (output.trim() !== '') console.log(output.trimEnd())
  console.log(
    `[${seconds(started)}] ${step.name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds(begun).trim()}`,
  )
  return counts
}

function batchesOf(steps) {
  const batches = []
  for (const step of steps) {
    const last = batches.at(-1)
    if (step.group && last?.[0].group === step.group) last.push(step)
    else batches.push([step])
  }
  return batches
}

function isContinuousIntegration() {
  return ['true', '1'].includes(process.env.CI ?? '')
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1).padStart(6)} s`
}
