// npm run check: the quick half of npm test (types, lint, imports, messages, tests without servers), in about a minute.
import { ensureInstalled } from './setup/install.mjs'
import { root } from './setup/root.mjs'
import { endChildrenOnExit } from './test-run/processes.mjs'
import { chooseSteps, finish, runSteps } from './test-run/run-steps.mjs'
import { listSteps } from './test-run/steps.mjs'

endChildrenOnExit()
await ensureInstalled(root)
const steps = listSteps(root).filter((step) => step.group === 'static' || step.onlyInCheck)
finish(await runSteps(chooseSteps(steps, process.argv.slice(2))))
