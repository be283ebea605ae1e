import { join } from 'node:path'
import { checkMessages } from './check-messages.ts'

const { problems, keys } = checkMessages(join(import.meta.dirname, '../..'))
for (const problem of problems) console.error(problem)
console.log(
  problems.length === 0 ? `${keys} messages in both languages.` : `${problems.length} messages need care.`,
)
process.exitCode = problems.length === 0 ? 0 : 1
