// `node tools/setup/complete-lock.mjs`, after npm install has changed package-lock.json.
//
// A registry may lack the builds of a part for other platforms. npm then leaves their entries out of the lock file, and
// its own `npm ci` refuses that lock file as incomplete. This writes the missing entries: version from the part that
// asks for it, platform from the name. They are optional, so no machine of another platform fetches them.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'
import { say } from './say.mjs'

const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'aix',
]
const processors = {
  arm64: 'arm64',
  x64: 'x64',
  ia32: 'ia32',
  arm: 'arm',
  riscv64: 'riscv64',
  s390x: 's390x',
}
Object.assign(processors, {
  ppc64: 'ppc64',
  loong64: 'loong64',
  wasm32: 'wasm32',
  mips64el: 'mips64el',
  universal: '',
})

/** Adds the entries that are missing and returns their names. */
export function completeLock(lock) {
  const added = []
  for (const part of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(part.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`
      const platform = platformOf(name)
      if (lock.packages[path] || !platform || !/^\d/.test(version)) continue
      lock.packages[path] = { version, ...platform, ...(part.dev ? { dev: true } : {}), optional: true }
      added.push(name)
    }
  }
  const entries = Object.entries(lock.packages).sort(([one], [other]) => one.localeCompare(other, 'en'))
  lock.packages = Object.fromEntries(entries)
  return added
}

function platformOf(name) {
  const words = name.split(/[/-]/)
  const os = systems.filter((system) => words.includes(system))
  const cpu = words
    .map((word) => processors[word] ?? (/^arm(eabi|v7)/.test(word) ? 'arm' : ''))
    .filter(Boolean)
  if (os.length === 0 && cpu.length === 0) return undefined
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : os[0] === 'linux' && words.includes('gnu')
      ? ['glibc']
      : []
  return {
    ...(cpu.length ? { cpu: [...new Set(cpu)] } : {}),
    ...(libc.length ? { libc } : {}),
    ...(os.length ? { os } : {}),
  }
}

if (process.argv[1] === import.meta.filename) {
  const file = join(process.argv[2] ?? root, 'package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const added = completeLock(lock)
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  say(
    added.length === 0 ? 'The lock file is complete.' : `Added ${added.length} entries: ${added.join(', ')}`,
  )
}
