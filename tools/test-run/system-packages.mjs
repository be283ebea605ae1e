// What the tests need from Debian beyond npm. A test asks for a package that is not `always` needed
// by a line of its own at the top of its file: // needs mariadb-server
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join, relative } from 'node:path'
import { runProgram } from './processes.mjs'

/** Debian packages by name: a program that proves the package is there, and which step cannot run without it. */
export const systemPackages = [
  { name: 'chromium', program: 'chromium', step: 'browser', always: true },
  { name: 'fonts-liberation', folder: '/usr/share/fonts/truetype/liberation', step: 'browser', always: true },
  { name: 'mariadb-server', program: 'mariadbd', step: 'tests', always: false },
  { name: 'redis-server', program: 'redis-server', step: 'tests', always: false },
  { name: 'libreoffice-calc-nogui', program: 'soffice', step: 'tests', always: false },
]

const testFile = /\.(test|e2e)\.tsx?$/
const skippedFolders = new Set(['node_modules', 'dist', 'build', 'data'])

/** The packages that the repository's tests need and this machine lacks, each with the test files that ask for it. */
export function missingPackages(root) {
  const asked = packagesAskedFor(root)
  return systemPackages
    .filter((entry) => (entry.always || asked.has(entry.name)) && !isPresent(entry))
    .map((entry) => ({ ...entry, files: asked.get(entry.name) ?? [] }))
}

/** Installs packages as root; returns those that are still missing and the command that a person would run. */
export async function installPackages(missing) {
  const names = missing.map((entry) => entry.name)
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...names]
  const isRoot = process.getuid?.() === 0
  if (names.length > 0 && isRoot && findProgram('apt-get')) {
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, limitSeconds: 300 }
    const first = await runProgram(command, options)
    if (!first.passed) {
      await runProgram(['apt-get', 'update'], options)
      const second = await runProgram(command, options)
      if (!second.passed) console.error(second.output)
    }
  }
  return { missing: missing.filter((entry) => !isPresent(entry)), command: `sudo ${command.join(' ')}` }
}

function packagesAskedFor(root) {
  const asked = new Map()
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && !skippedFolders.has(entry.name)) visit(path)
      if (!entry.isFile() || !testFile.test(entry.name)) continue
      for (const line of readFileSync(path, 'utf8').matchAll(/^\/\/ needs ([a-z0-9.+-]+)$/gm))
        asked.set(line[1], [...(asked.get(line[1]) ?? []), relative(root, path)])
    }
  }
  for (const top of ['packages', 'server', 'web', 'modules', 'e2e', 'bench', 'tools']) {
    if (existsSync(join(root, top))) visit(join(root, top))
  }
  for (const name of asked.keys()) {
    if (systemPackages.some((entry) => entry.name === name)) continue
    throw new Error(`A test needs ${name}, which has no line in tools/test-run/system-packages.mjs.`)
  }
  return asked
}

function isPresent(entry) {
  if (entry.program && findProgram(entry.program)) return true
  if (entry.folder && existsSync(entry.folder)) return true
  const status = spawnSync('dpkg-query', ['-W', '-f', '$' + '{Status}', entry.name], { encoding: 'utf8' })
  return status.status === 0 && status.stdout === 'install ok installed'
}

function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin']
  return folders.some((folder) => folder !== '' && existsSync(join(folder, name)))
}
