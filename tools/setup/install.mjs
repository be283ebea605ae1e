import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasPinnedNode, repairPinnedNode } from './pinned-node.mjs'
import { outerPath, runToEnd } from './run.mjs'
import { giveUp, say, sayProgress } from './say.mjs'

/**
 * Makes node_modules match package-lock.json. When it does already this costs one read of the lock file. What a person
 * installed by hand is accepted when it is the same.
 */
export async function ensureInstalled(root) {
  const stamp = join(root, 'node_modules', '.flexoffice-install')
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (readText(stamp) === wanted && hasPinnedNode(root)) return
  if (!isInstalled(root)) await install(root)
  if (!hasPinnedNode(root)) await repairPinnedNode(root)
  try {
    writeFileSync(stamp, wanted)
  } catch {
    // Somebody else's installation: it is compared again next time.
  }
}

/**
 * Compares npm's record of what it has installed with the lock file. Entries for other platforms may be missing, and
 * so may optional ones that could not be installed; a different version or a missing part may not.
 */
export function isInstalled(root) {
  const record = readText(join(root, 'node_modules', '.package-lock.json'))
  if (!record) return false
  const installed = JSON.parse(record).packages ?? {}
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const wanted = Object.entries(locked).filter(([path]) => path.includes('node_modules/'))
  if (Object.keys(installed).some((path) => path.includes('node_modules/') && !locked[path])) return false
  return wanted.every(([path, part]) => {
    const present = installed[path]
    if (!present) return part.optional === true
    if (part.link) return existsSync(join(root, path))
    return present.version === part.version && present.integrity === part.integrity
  })
}

async function install(root) {
  say(
    'Installing the parts of FlexOffice from npm. This takes a minute or two, and only when they have changed.',
  )
  const done = sayProgress('installing')
  const options = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const code = await runToEnd(['npm', ...options], {
    cwd: root,
    env: { ...process.env, PATH: outerPath(root) },
    shell: process.platform === 'win32',
  })
  const seconds = done()
  if (code === 0) return say(`Installed in ${seconds} s.`)
  if (code === -1)
    giveUp(
      'npm was not found.',
      'install Node.js 20 or later, which brings npm (https://nodejs.org), and start again.',
    )
  giveUp(
    `npm could not install the parts (exit code ${code}); its reason stands above.`,
    `check that this machine reaches your npm registry ("npm ping"), that the disk has 2 GB free and that you may write to ${root}; then run "npm ci --include=dev" there, or start again.`,
  )
}

function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
}
