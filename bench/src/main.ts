import type { Line, Options } from './benchmark.ts'
import { benchmarks } from './registry.ts'
import type { World } from './world.ts'
import { buildWorld } from './world.ts'

/** `npm run bench [-- NAME] [--json] [--rows N] [--rounds N] [--seconds N]` */
async function main(): Promise<void> {
  const { names, json, options } = readArguments(process.argv.slice(2))
  const chosen = benchmarks.filter(({ name }) => names.length === 0 || names.includes(name))
  if (chosen.length === 0) throw new Error(`There are: ${benchmarks.map(({ name }) => name).join(', ')}.`)
  const say = (text: string) => void process.stderr.write(`${text}\n`)
  let building: Promise<World> | null = null
  const world = () => {
    building ??= buildWorld(options.rows, say)
    return building
  }
  const lines: Line[] = []
  try {
    for (const benchmark of chosen) {
      say(`measuring ${benchmark.name}`)
      const measured = await benchmark.run({ options, world })
      lines.push(...measured)
      if (!json) for (const line of measured) process.stdout.write(`${describe(line)}\n`)
    }
  } finally {
    await (building as Promise<World> | null)?.then(
      (built) => built.stop(),
      () => {},
    )
  }
  if (json) process.stdout.write(`${JSON.stringify({ options, lines }, null, 2)}\n`)
  process.exitCode = lines.every((line) => line.reached) ? 0 : 1
}

function describe({ what, measured, target, reached }: Line): string {
  return `${reached ? 'reached' : 'MISSED '}  ${what}: ${measured}; wanted ${target}`
}

function readArguments(given: string[]): { names: string[]; json: boolean; options: Options } {
  const options: Options = { rows: 1_000_000, rounds: 5, seconds: 5 }
  const names: string[] = []
  let json = false
  for (let index = 0; index < given.length; index += 1) {
    const argument = given[index]!
    if (argument === '--json') json = true
    else if (argument === '--rows' || argument === '--rounds' || argument === '--seconds') {
      index += 1
      const value = Number(given[index])
      if (!Number.isInteger(value) || value < 1) throw new Error(`${argument} needs a whole number.`)
      options[argument.slice(2) as keyof Options] = value
    } else names.push(argument)
  }
  return { names, json, options }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
})
