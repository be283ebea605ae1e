import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { deriveNames } from './new-feature/feature-names.ts'
import { makeFeature } from './new-feature/make-feature.ts'

// npm run new-feature -- NAME [--singular WORD]
// Makes a working feature (contract, server, web, migration, test) and lists it as the last one.

const root = join(import.meta.dirname, '..')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { singular: { type: 'string' } },
})
const names = deriveNames(positionals[0] ?? '', values.singular)

if (typeof names === 'string') {
  console.error(names)
  process.exitCode = 2
} else {
  const written = makeFeature(root, names)
  spawnSync(join(root, 'node_modules/.bin/biome'), ['check', '--write', ...written], { cwd: root })
  for (const path of written) console.log(path)
  console.log(`
Next: move ${names.camel} to its place in server/src/features.ts (it may use what stands above it), give it a permission of its
own in packages/contract/src/permissions.ts, and run: npx vitest run server/src/features/${names.kebab}`)
}
