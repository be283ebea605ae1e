import { existsSync, statSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, posix } from 'node:path'

/** Where an import leads: a file of this repository, a package of the registry, a module of Node, or nowhere. */
export type ImportTarget =
  | { kind: 'file'; file: string; workspace: string | null }
  | { kind: 'npm'; name: string }
  | { kind: 'node' }
  | { kind: 'virtual' }
  | { kind: 'missing'; reason: string }

const builtins = new Set(builtinModules)
const sourceFile = /\.(ts|tsx|mjs)$/

/** Finds what a specifier in a file means, by the repository's own rules of writing imports. */
export function resolveImport(root: string, fromFile: string, written: string): ImportTarget {
  const specifier = written.replace(/\?[a-z&=]+$/, '')
  if (specifier.startsWith('.')) return resolveRelative(root, fromFile, specifier)
  if (specifier.startsWith('node:')) return { kind: 'node' }
  if (specifier.startsWith('virtual:')) return { kind: 'virtual' }
  if (specifier.startsWith('@flexoffice/')) return resolveWorkspace(root, specifier)
  if (specifier.startsWith('/') || specifier.startsWith('file:')) {
    return { kind: 'missing', reason: 'is an absolute path; write it relative to this file' }
  }
  const parts = specifier.split('/')
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')
  if (builtins.has(name)) return { kind: 'node' }
  return { kind: 'npm', name }
}

/** Whether a resolved file takes part in the graph of imports (styles and data do not import back). */
export function isSourceFile(file: string): boolean {
  return sourceFile.test(file)
}

function resolveRelative(root: string, fromFile: string, specifier: string): ImportTarget {
  const file = posix.normalize(posix.join(posix.dirname(fromFile), specifier))
  if (file.startsWith('..')) return { kind: 'missing', reason: 'leads out of the repository' }
  return fileOrMissing(root, file, null)
}

function resolveWorkspace(root: string, specifier: string): ImportTarget {
  const [, name = '', ...inner] = specifier.split('/')
  const folder = ['packages', 'modules', '.']
    .map((top) => posix.join(top, name))
    .find((path) => existsSync(join(root, path, 'package.json')))
  if (!folder) return { kind: 'missing', reason: `names no package: packages/${name} does not exist` }
  const source = folder.startsWith('modules/') ? folder : `${folder}/src`
  const rest = inner.join('/')
  const candidates =
    rest === ''
      ? ['index.ts']
      : /\.[a-z]+$/.test(rest)
        ? [rest, `${rest}.ts`]
        : [`${rest}.ts`, `${rest}.tsx`, `${rest}/index.ts`]
  const found = candidates.map((path) => `${source}/${path}`).find((path) => isFile(join(root, path)))
  return fileOrMissing(root, found ?? `${source}/${candidates[0]}`, folder)
}

function fileOrMissing(root: string, file: string, workspace: string | null): ImportTarget {
  if (!isFile(join(root, file))) return { kind: 'missing', reason: `leads to ${file}, which does not exist` }
  return { kind: 'file', file, workspace }
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}
