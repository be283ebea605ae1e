// npm test: everything, from a clean clone, on Node 20 or later. `npm test -- --only types,lint` runs some steps.
import { ensureInstalled } from './setup/install.mjs'
import { root } from './setup/root.mjs'
import { prepareSystem } from './test-run/prepare.mjs'
import { endChildrenOnExit } from './test-run/processes.mjs'
import { chooseSteps, finish, runSteps } from './test-run/run-steps.mjs'
import { listSteps } from './test-run/steps.mjs'

endChildrenOnExit()
await ensureInstalled(root)
const missing = await prepareSystem(root)
const steps = listSteps(root, missing).filter((step) => !step.onlyInCheck)
finish(await runSteps(chooseSteps(steps, process.argv.slice(2))))
