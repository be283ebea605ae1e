import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findCycles, type ImportGraph } from './find-cycles.ts'
import { importTable, isTestFile, partOf } from './import-table.ts'
import {
  type ParsedFile,
  readFeatureOrder,
  readImports,
  readRequires,
  type WrittenImport,
} from './read-imports.ts'
import { isSourceFile, resolveImport } from './resolve-import.ts'
import { type House, refuseComputed, refuseFileImport, refuseNode } from './rules.ts'

/** One broken rule: where, and what is wrong in words that say what to do. */
export interface ImportProblem {
  file: string
  line: number
  message: string
}

const roots = ['packages', 'server', 'web', 'modules', 'e2e', 'bench', 'tools']
const skipped = new Set(['node_modules', 'dist', 'build', 'data', '.cache'])

/** Checks every source file under a repository's root and returns all problems, sorted by place. */
export function checkImports(root: string): { problems: ImportProblem[]; files: number } {
  const files = roots.flatMap((folder) => listSources(root, folder))
  const manifests = new ManifestReader(root)
  const house = readHouse(root)
  const graph: ImportGraph = new Map()
  const problems: ImportProblem[] = [...tableProblems(root), ...featureListProblems(root, house)]
  for (const file of files) {
    const parsed = readImports(join(root, file))
    const targets = new Map<string, number>()
    graph.set(file, targets)
    problems.push(...fileProblems({ root, file, parsed, house, manifests, targets }))
  }
  problems.push(...cycleProblems(graph))
  problems.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
  return { problems, files: files.length }
}

interface FileCheck {
  root: string
  file: string
  parsed: ParsedFile
  house: House
  manifests: ManifestReader
  targets: Map<string, number>
}

function fileProblems(check: FileCheck): ImportProblem[] {
  const { file, parsed } = check
  const syntax = parsed.syntaxErrors.map((error) => ({
    file,
    line: error.line,
    message: `does not parse: ${error.message}`,
  }))
  const refused = parsed.imports.flatMap((written) => {
    const message = refuseComputed(file, written) ?? refuseWritten(check, written)
    return message ? [{ file, line: written.line, message }] : []
  })
  return [...syntax, ...refused]
}

function refuseWritten(check: FileCheck, written: WrittenImport): string | null {
  const { root, file, house, manifests, targets } = check
  if (written.specifier === null || written.form === 'glob') return null
  const target = resolveImport(root, file, written.specifier)
  if (target.kind === 'missing') return `${written.specifier} ${target.reason}`
  if (target.kind === 'node') return refuseNode(file, written.specifier)
  if (target.kind === 'npm') return manifests.refuseUndeclared(file, target.name)
  if (target.kind === 'virtual')
    return partOf(file) === 'web' ? null : `${written.specifier} exists only in the web build`
  if (isSourceFile(target.file) && !targets.has(target.file)) targets.set(target.file, written.line)
  const refused = refuseFileImport(file, target.file, written.specifier, house)
  if (refused || target.workspace === null || target.workspace === partOf(file)) return refused
  return manifests.refuseUndeclared(file, written.specifier.split('/').slice(0, 2).join('/'))
}

/** Reads package.json files once and tells whether a package is declared where it is used. */
class ManifestReader {
  private readonly declared = new Map<string, Set<string>>()
  private readonly root: string

  constructor(root: string) {
    this.root = root
  }

  refuseUndeclared(file: string, name: string): string | null {
    const part = partOf(file) ?? '.'
    if (this.namesIn(part).has(name)) return null
    if (isTestFile(file) && (this.namesIn('.').has(name) || name === '@flexoffice/testkit')) return null
    if (part !== 'tools') return `${name} is not declared in ${part}/package.json`
    return name.startsWith('@flexoffice/') ? null : `${name} is not declared in package.json`
  }

  private namesIn(folder: string): Set<string> {
    const known = this.declared.get(folder)
    if (known) return known
    const path = join(this.root, folder, 'package.json')
    const manifest = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
    const names = new Set(
      ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((field) =>
        Object.keys(manifest[field] ?? {}),
      ),
    )
    this.declared.set(folder, names)
    return names
  }
}

function readHouse(root: string): House {
  const list = join(root, 'server/src/features.ts')
  const requires = new Map<string, string[]>()
  return {
    serverFeatures: existsSync(list) ? readFeatureOrder(list) : [],
    requiresOf(module) {
      const manifest = join(root, module, 'module.ts')
      const known = requires.get(module) ?? (existsSync(manifest) ? readRequires(manifest) : [])
      requires.set(module, known)
      return known
    },
  }
}

function featureListProblems(root: string, house: House): ImportProblem[] {
  const folder = join(root, 'server/src/features')
  const present = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []
  return present
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'index.ts')))
    .filter((entry) => !house.serverFeatures.includes(entry.name))
    .map((entry) => ({
      file: 'server/src/features.ts',
      line: 1,
      message: `does not list the feature ${entry.name}`,
    }))
}

function cycleProblems(graph: ImportGraph): ImportProblem[] {
  return findCycles(graph).map((cycle) => {
    const [first = '', second = first] = cycle
    return {
      file: first,
      line: graph.get(first)?.get(second) ?? 1,
      message: `import cycle: ${[...cycle, first].join(' -> ')}`,
    }
  })
}

function listSources(root: string, folder: string): string[] {
  const absolute = join(root, folder)
  if (!existsSync(absolute)) return []
  return readdirSync(absolute, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory())
      return skipped.has(entry.name) || path === 'e2e/data' ? [] : listSources(root, path)
    return isSourceFile(entry.name) ? [path] : []
  })
}

function tableProblems(root: string): ImportProblem[] {
  const folder = join(root, 'packages')
  const present = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []
  return present
    .filter((entry) => entry.isDirectory() && !(`packages/${entry.name}` in importTable))
    .map((entry) => ({
      file: 'tools/check-imports/import-table.ts',
      line: 1,
      message: `has no line for packages/${entry.name}`,
    }))
}
