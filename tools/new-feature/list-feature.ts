import { parseSync, Visitor } from 'oxc-parser'

/**
 * Adds a feature at the end of the array `features` in the text of a `features.ts`, with its import.
 * Returns the new text, or null when the array cannot be found.
 */
export function listFeature(source: string, name: string, folder: string): string | null {
  const parsed = parseSync('features.ts', source)
  let insertAt: number | null = null
  let isEmpty = true
  new Visitor({
    VariableDeclarator(node) {
      if (node.id.type !== 'Identifier' || node.id.name !== 'features' || node.init === null) return
      const array = node.init.type === 'ArrayExpression' ? node.init : null
      if (!array) return
      const last = array.elements.at(-1)
      isEmpty = !last
      insertAt = last ? last.end : array.start + 1
    },
  }).visit(parsed.program)
  if (insertAt === null) return null
  const addition = isEmpty ? name : `, ${name}`
  const list = source.slice(0, insertAt) + addition + source.slice(insertAt)
  const lastImport = parsed.module.staticImports.at(-1)
  const line = `import { ${name} } from './features/${folder}/index.ts'\n`
  const at = lastImport ? lastImport.end : 0
  return at === 0 ? `${line}\n${list}` : `${list.slice(0, at)}\n${line.trimEnd()}${list.slice(at)}`
}
