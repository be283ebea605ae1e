import { join } from 'node:path'
import { checkImports } from './check-imports.ts'

const root = join(import.meta.dirname, '../..')
const { problems, files } = checkImports(root)
for (const problem of problems) console.error(`${problem.file}:${problem.line} ${problem.message}`)
console.log(
  problems.length === 0
    ? `Imports of ${files} files keep to the table.`
    : `${problems.length} imports break the rules.`,
)
process.exitCode = problems.length === 0 ? 0 : 1
