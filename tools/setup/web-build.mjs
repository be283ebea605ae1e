import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pinnedNode } from './pinned-node.mjs'
import { innerPath, runToEnd } from './run.mjs'
import { giveUp, say, sayProgress } from './say.mjs'

/** Builds the web app when something it is made of has changed since the last build. */
export async function ensureWebBuilt(root) {
  const stamp = join(root, 'build', 'web', '.stamp')
  const wanted = fingerprintSources(root)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Building the web app.')
  const done = sayProgress('building')
  rmSync(stamp, { force: true })
  const command = [pinnedNode(root), join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build']
  const code = await runToEnd([...command, '--config', 'web/vite.config.ts', '--logLevel', 'warn'], {
    cwd: root,
    env: { ...process.env, PATH: innerPath(root), NODE_ENV: 'production' },
  })
  const seconds = done()
  if (code !== 0) {
    giveUp(
      `The web app could not be built (exit code ${code}); the reason stands above.`,
      `undo local changes in web/ and packages/, or check that you may write to ${join(root, 'build')}; then start again.`,
    )
  }
  writeFileSync(stamp, wanted)
  say(`Built in ${seconds} s.`)
}

/** Path, size and time of every source: reading a thousand files would cost more than the answer is worth. */
export function fingerprintSources(root) {
  const hash = createHash('sha256')
  for (const folder of sourceFolders(root)) addFolder(hash, folder)
  addFile(hash, join(root, 'package-lock.json'))
  return hash.digest('hex')
}

function sourceFolders(root) {
  const packages = listFolders(join(root, 'packages')).map((folder) => join(folder, 'src'))
  const modules = listFolders(join(root, 'modules'))
  return [join(root, 'web'), ...packages, ...modules].filter((folder) => existsSync(folder))
}

function listFolders(parent) {
  if (!existsSync(parent)) return []
  const entries = readdirSync(parent, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(parent, entry.name))
}

function addFolder(hash, folder) {
  const entries = readdirSync(folder, { withFileTypes: true })
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.') || entry.name.includes('.test.')) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) addFolder(hash, path)
    else if (entry.isFile()) addFile(hash, path)
  }
}

function addFile(hash, path) {
  const status = statSync(path)
  hash.update(`${path}\0${status.size}\0${status.mtimeMs}\n`)
}
