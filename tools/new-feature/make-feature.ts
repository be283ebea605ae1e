import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { FeatureNames } from './feature-names.ts'
import { listFeature } from './list-feature.ts'
import { serverFiles } from './server-files.ts'
import { webFiles } from './web-files.ts'

const lists = ['server/src/features.ts', 'web/src/features.ts']

/** Writes all files of a new feature and lists it; writes nothing when any of them exists. Returns what it wrote. */
export function makeFeature(root: string, names: FeatureNames): string[] {
  const files = { ...serverFiles(names), ...webFiles(names) }
  const present = Object.keys(files).filter((path) => existsSync(join(root, path)))
  if (present.length > 0) throw new Error(`There is ${present[0]} already.`)
  const listed = lists.map((path) => {
    const text = listFeature(readFileSync(join(root, path), 'utf8'), names.camel, names.kebab)
    if (text === null) throw new Error(`${path} has no array "features" to add to.`)
    return [path, text] as const
  })
  const written = [...Object.entries(files), ...listed]
  for (const [path, text] of written) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return written.map(([path]) => path)
}
