import { type Compilation, reportProblem, type Typed } from './compilation.ts'
import type { Run } from './evaluation.ts'
import { nameParams, suggestNames } from './problem.ts'
import { describeType, type ExpressionType, findField, isListType, isObjectType } from './scope.ts'
import { type PathSegment, readPath, type SyntaxNode } from './syntax.ts'
import { admitValue, type ExpressionValue, isRecord } from './values.ts'

type CompileNode = (compilation: Compilation, node: SyntaxNode) => Typed

/** Compiles a name or an access (`a.b`, `a["b"]`, `a[0]`). A field of null, or one that is missing, is null. */
export function compileAccess(
  compilation: Compilation,
  node: SyntaxNode & { op: 'id' | '.' | '[]' },
  compileNode: CompileNode,
): Typed {
  const path = readPath(node)
  if (path) return compilePath(compilation, path)
  if (node.op === 'id')
    return reportProblem(compilation, 'syntax', { from: node.start, to: node.end }, 'This is no name.')
  const target = compileNode(compilation, node.args[0])
  if (node.op === '.') {
    return compileField(compilation, target, {
      name: node.args[1],
      from: node.pos,
      to: node.end,
      quoted: false,
    })
  }
  return compileIndex(compilation, target, node.args[1], compileNode)
}

function compilePath(compilation: Compilation, path: PathSegment[]): Typed {
  const root = path[0]!
  let typed = compileRoot(compilation, root)
  if (!compilation.variables.has(root.name)) {
    const range = { from: root.from, to: path.at(-1)!.to }
    compilation.references.push({ path: path.map((segment) => segment.name), segments: path, ...range })
  }
  for (const segment of path.slice(1)) typed = compileField(compilation, typed, segment)
  return typed
}

function compileRoot(compilation: Compilation, segment: PathSegment): Typed {
  const { name } = segment
  const variable = compilation.variables.get(name)
  if (variable !== undefined)
    return { type: variable, run: (evaluation) => evaluation.variables.get(name) ?? null }
  const field = findField(compilation.scope.fields, name)
  if (!field) {
    const names = [...Object.keys(compilation.scope.fields), ...compilation.variables.keys()]
    const message = `"${name}" is not known here. ${suggestNames(name, names)}`
    return reportProblem(compilation, 'unknown_name', segment, message, nameParams(name, names))
  }
  const run: Run = ({ values }) => (Object.hasOwn(values, name) ? admitValue(values[name]) : null)
  return { type: field.type, run }
}

function compileField(compilation: Compilation, target: Typed, segment: PathSegment): Typed {
  const { name } = segment
  const run: Run = (evaluation) => readField(target.run(evaluation), name)
  const { type } = target
  if (isOpen(type)) return { type: 'dynamic', run }
  if (isObjectType(type)) {
    const field = findField(type.fields, name)
    if (field) return { type: field.type, run }
    if (type.open) return { type: 'dynamic', run }
    const names = Object.keys(type.fields)
    const message = `There is no "${name}" here. ${suggestNames(name, names)}`
    return reportProblem(compilation, 'unknown_field', segment, message, nameParams(name, names))
  }
  if (isListType(type)) {
    const message = `A list has no "${name}". Take an element with first(), or all with map(item, item.${name}).`
    return reportProblem(compilation, 'field_of_list', segment, message, { name })
  }
  const message = `This is ${describeType(type)} and has no "${name}". Remove what follows the dot.`
  return reportProblem(compilation, 'field_of_value', segment, message, { name })
}

function compileIndex(
  compilation: Compilation,
  target: Typed,
  node: SyntaxNode,
  compileNode: CompileNode,
): Typed {
  if (node.op === 'value' && typeof node.args === 'string') {
    return compileField(compilation, target, {
      name: node.args,
      from: node.start,
      to: node.end,
      quoted: true,
    })
  }
  const index = compileNode(compilation, node)
  const run: Run = (evaluation) => readElement(target.run(evaluation), index.run(evaluation))
  const { type } = target
  const range = { from: node.start, to: node.end }
  if (isOpen(type)) return { type: 'dynamic', run }
  if (isListType(type)) {
    if (index.type === 'integer' || isOpen(index.type)) return { type: type.list, run }
    return reportProblem(
      compilation,
      'type_mismatch',
      range,
      'An element of a list is named by a whole number: list[0].',
    )
  }
  if (isObjectType(type)) {
    if (index.type === 'text' || isOpen(index.type)) return { type: 'dynamic', run }
    return reportProblem(
      compilation,
      'type_mismatch',
      range,
      'A field of an object is named by text: object["name"].',
    )
  }
  const message = `This is ${describeType(type)} and has no elements. Remove the brackets.`
  return reportProblem(compilation, 'index_of_value', range, message)
}

function isOpen(type: ExpressionType): boolean {
  return type === 'dynamic' || type === 'json' || type === 'null'
}

function readField(value: ExpressionValue, name: string): ExpressionValue {
  return isRecord(value) && Object.hasOwn(value, name) ? admitValue(value[name]) : null
}

function readElement(value: ExpressionValue, index: ExpressionValue): ExpressionValue {
  if (typeof index === 'string') return readField(value, index)
  if (!Array.isArray(value) || typeof index !== 'bigint' || index < 0n || index >= BigInt(value.length))
    return null
  return admitValue(value[Number(index)])
}
