import { existsSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { outerPath, runToEnd } from './run.mjs'
import { giveUp, say } from './say.mjs'

/** The Node that package.json pins, which runs the TypeScript directly. */
export function pinnedNode(root) {
  return join(root, 'node_modules', 'node', 'bin', 'node')
}

/** Whether the binary is there: npm leaves an empty package behind when install scripts are disabled. */
export function hasPinnedNode(root) {
  return (statSync(pinnedNode(root), { throwIfNoEntry: false })?.size ?? 0) > 1_000_000 && hasCommand(root)
}

/** Does what the package's own install script does, for machines where npm may not run such scripts. */
export async function repairPinnedNode(root) {
  const folder = join(root, 'node_modules', 'node')
  const version = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
  say(`Fetching Node ${version}, which npm has left out because install scripts are disabled.`)
  const code = await runToEnd([process.execPath, 'installArchSpecificPackage.js'], {
    cwd: folder,
    env: { ...process.env, PATH: outerPath(root), npm_config_loglevel: 'error', npm_config_audit: 'false' },
  })
  linkCommand(root)
  if (code === 0 && hasPinnedNode(root)) return
  giveUp(
    `Node ${version} could not be installed (exit code ${code}).`,
    `allow its install script: in ${root} run "npm rebuild node --ignore-scripts=false", then start again.`,
  )
}

function commandOf(root) {
  return join(root, 'node_modules', '.bin', 'node')
}

function hasCommand(root) {
  return existsSync(commandOf(root))
}

/** npm makes no link to a binary that is not there yet. */
function linkCommand(root) {
  if (lstatSync(commandOf(root), { throwIfNoEntry: false })) return
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true })
  symlinkSync(join('..', 'node', 'bin', 'node'), commandOf(root))
}
