import type { Reference } from './compilation.ts'
import { compileExpression } from './compile.ts'
import { isSimpleName, type Scope } from './scope.ts'
import { quoteText } from './syntax.ts'
import { compileTemplate } from './template.ts'

/**
 * The source with the last name of `fromPath` renamed wherever it is read, all else kept as written. A source that
 * cannot be read stays as it is, and so does one in which the new name is already the variable of a list function: its
 * reference then shows as unknown instead of meaning something else. A first name (a widget's) must be a simple name.
 */
export function renameReference(source: string, scope: Scope, fromPath: string[], toName: string): string {
  return renameIn(source, compileExpression(source, scope).references, fromPath, toName)
}

/** The same for a text with `{{ expression }}` parts. */
export function renameTemplateReference(
  source: string,
  scope: Scope,
  fromPath: string[],
  toName: string,
): string {
  return renameIn(source, compileTemplate(source, scope).references, fromPath, toName)
}

function renameIn(source: string, references: Reference[], fromPath: string[], toName: string): string {
  const place = fromPath.length - 1
  if (place < 0 || (place === 0 && !isSimpleName(toName))) return source
  if (place === 0 && isVariable(source, toName)) return source
  const edits = references
    .filter(({ path }) => fromPath.every((name, index) => path[index] === name))
    .map(({ segments }) => segments[place]!)
    .sort((left, right) => right.from - left.from)
  let result = source
  for (const { from, to, quoted } of edits) {
    if (quoted) result = result.slice(0, from) + quoteText(toName) + result.slice(to)
    else if (isSimpleName(toName)) result = result.slice(0, from) + toName + result.slice(to)
    else result = `${result.slice(0, result.lastIndexOf('.', from))}[${quoteText(toName)}]${result.slice(to)}`
  }
  return result
}

function isVariable(source: string, name: string): boolean {
  return new RegExp(`\\.(?:filter|map|all|exists)\\(\\s*${name}\\s*,`).test(source)
}
