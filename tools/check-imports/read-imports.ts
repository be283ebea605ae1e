import { readFileSync } from 'node:fs'
import { parseSync, Visitor } from 'oxc-parser'

/** One import as it is written in a file; `specifier` is null when it is computed at run time. */
export interface WrittenImport {
  specifier: string | null
  line: number
  form: 'static' | 'dynamic' | 'type' | 'require' | 'glob'
}

/** What one source file imports, type imports included, and the positions where it cannot be parsed. */
export interface ParsedFile {
  imports: WrittenImport[]
  syntaxErrors: { line: number; message: string }[]
}

/** Parses one file and lists every import in it: static, re-exported, dynamic, `import('x').Type` and `require`. */
export function readImports(path: string): ParsedFile {
  const source = readFileSync(path, 'utf8')
  const lineAt = lineFinder(source)
  const parsed = parseSync(path, source)
  const found: WrittenImport[] = []
  for (const statement of parsed.module.staticImports) {
    const request = statement.moduleRequest
    found.push({ specifier: request.value, line: lineAt(request.start), form: 'static' })
  }
  for (const statement of parsed.module.staticExports) {
    const request = statement.entries.find((entry) => entry.moduleRequest)?.moduleRequest
    if (request) found.push({ specifier: request.value, line: lineAt(request.start), form: 'static' })
  }
  for (const expression of parsed.module.dynamicImports) {
    const text = source.slice(expression.moduleRequest.start, expression.moduleRequest.end)
    found.push({ specifier: literalText(text), line: lineAt(expression.start), form: 'dynamic' })
  }
  if (/\brequire\b|\bimport\s*\(|\bimport\.meta\.glob/.test(source)) {
    new Visitor(rareForms(found, lineAt)).visit(parsed.program)
  }
  const syntaxErrors = parsed.errors.map((error) => ({
    line: lineAt(error.labels[0]?.start ?? 0),
    message: error.message,
  }))
  return { imports: found, syntaxErrors }
}

/** The strings of `requires: [...]` in a module's manifest, read without running it. */
export function readRequires(manifestPath: string): string[] {
  const names: string[] = []
  new Visitor({
    Property(node) {
      if (node.key.type !== 'Identifier' || node.key.name !== 'requires') return
      if (node.value.type === 'ArrayExpression') names.push(...stringsIn(node.value.elements))
    },
  }).visit(parseSync(manifestPath, readFileSync(manifestPath, 'utf8')).program)
  return names
}

/** The features that a `features.ts` lists, in the order of its array `features`. */
export function readFeatureOrder(path: string): string[] {
  const parsed = parseSync(path, readFileSync(path, 'utf8'))
  const folderOf = new Map<string, string>()
  for (const statement of parsed.module.staticImports) {
    const folder = /^\.\/features\/([^/]+)\//.exec(statement.moduleRequest.value)?.[1]
    if (!folder) continue
    for (const entry of statement.entries) folderOf.set(entry.localName.value, folder)
  }
  const order: string[] = []
  new Visitor({
    ArrayExpression(node) {
      for (const element of node.elements) {
        const folder = element?.type === 'Identifier' ? folderOf.get(element.name) : undefined
        if (folder && !order.includes(folder)) order.push(folder)
      }
    },
  }).visit(parsed.program)
  return order
}

function rareForms(
  found: WrittenImport[],
  lineAt: (offset: number) => number,
): ConstructorParameters<typeof Visitor>[0] {
  return {
    TSImportType(node) {
      found.push({ specifier: node.source.value, line: lineAt(node.start), form: 'type' })
    },
    TSExternalModuleReference(node) {
      found.push({ specifier: node.expression.value, line: lineAt(node.start), form: 'require' })
    },
    CallExpression(node) {
      const callee = node.callee
      if (callee.type === 'Identifier' && callee.name === 'require') {
        found.push({ specifier: stringOf(node.arguments[0]), line: lineAt(node.start), form: 'require' })
      }
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'MetaProperty') return
      if (callee.property.type === 'Identifier' && callee.property.name === 'glob') {
        found.push({ specifier: stringOf(node.arguments[0]), line: lineAt(node.start), form: 'glob' })
      }
    },
  }
}

function stringOf(node: { type: string; value?: unknown } | undefined): string | null {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : null
}

function stringsIn(elements: readonly ({ type: string; value?: unknown } | null)[]): string[] {
  return elements.flatMap((element) => (typeof element?.value === 'string' ? [element.value] : []))
}

function literalText(text: string): string | null {
  const quoted = /^(['"`])([^'"`$\\]*)\1$/.exec(text.trim())
  return quoted?.[2] ?? null
}

function lineFinder(source: string): (offset: number) => number {
  const starts = [0]
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
}
