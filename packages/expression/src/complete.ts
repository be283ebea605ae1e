import { acceptsType } from './compile-call.ts'
import { functions, listMacros } from './functions.ts'
import {
  type ExpressionType,
  findField,
  isListType,
  isObjectType,
  isSimpleName,
  printType,
  type Scope,
  type ScopeField,
} from './scope.ts'
import { quoteText } from './syntax.ts'
import { splitTemplate } from './template.ts'

/** One offer of completion. `insert` replaces the text from `from` (the option's own, or that of all) to the cursor. */
export interface CompletionOption {
  label: string
  kind: 'variable' | 'field' | 'function'
  /** The short name of the type, empty for functions. */
  type: string
  detail: string
  insert: string
  from?: number
}

export interface Completion {
  from: number
  options: CompletionOption[]
}

const chain = String.raw`[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\["(?:[^"\\]|\\.)*"\]|\[\d+\]|\.(?:first|last)\(\))*`
const memberPattern = new RegExp(`(${chain})\\.(\\w*)$`)
const methodPattern = /[)\]"']\.(\w*)$/
const namePattern = /(\w*)$/

/** What may be written at the position: members after a dot, otherwise names and functions; works in unfinished text. */
export function completeAt(source: string, position: number, scope: Scope): Completion {
  const before = source.slice(Math.max(0, position - 2000), position)
  const offset = position - before.length
  if (isInsideText(source.slice(0, position))) return { from: position, options: [] }
  const member = memberPattern.exec(before)
  if (member) {
    const written = member[2] ?? ''
    const type = typeOfChain(member[1] ?? '', before, scope, 0)
    return {
      from: position - written.length,
      options: type === null ? [] : listMembers(type, position - written.length - 1),
    }
  }
  const method = methodPattern.exec(before)
  if (method) return { from: position - (method[1] ?? '').length, options: listMethods('dynamic') }
  const written = namePattern.exec(before)?.[1] ?? ''
  if (/^\d/.test(written)) return { from: position, options: [] }
  return { from: offset + before.length - written.length, options: listNames(before, scope) }
}

/** The same within the `{{ }}` parts of a template; nothing outside of them. */
export function completeTemplateAt(source: string, position: number, scope: Scope): Completion {
  const open = source.slice(0, position).lastIndexOf('{{')
  const isOpen = splitTemplate(source.slice(0, position)).problems.length > 0
  if (open < 0 || !isOpen) return { from: position, options: [] }
  const start = open + 2
  const { from, options } = completeAt(source.slice(start, position), position - start, scope)
  return {
    from: from + start,
    options: options.map((option) =>
      option.from === undefined ? option : { ...option, from: option.from + start },
    ),
  }
}

function listNames(before: string, scope: Scope): CompletionOption[] {
  const variables = [...before.matchAll(/\.(?:filter|map|all|exists)\(\s*([A-Za-z_]\w*)\s*,/g)].map(
    (match) => match[1]!,
  )
  return [
    ...[...new Set(variables)].map(
      (name): CompletionOption => ({
        label: name,
        kind: 'variable',
        type: printType(typeOfChain(name, before, scope, 0) ?? 'dynamic'),
        detail: 'The element of the list.',
        insert: name,
      }),
    ),
    ...Object.entries(scope.fields).map(([name, field]) => describeField(name, field, 'variable')),
    ...[...functions.values()].map(
      (definition): CompletionOption => ({
        label: definition.name,
        kind: 'function',
        type: '',
        detail: `${definition.usage}: ${definition.description}`,
        insert: `${definition.name}(`,
      }),
    ),
  ]
}

function listMembers(type: ExpressionType, dot: number): CompletionOption[] {
  const fields = isObjectType(type) ? Object.entries(type.fields) : []
  return [
    ...fields.map(([name, field]) => {
      const option = describeField(name, field, 'field')
      return isSimpleName(name) ? option : { ...option, insert: `[${quoteText(name)}]`, from: dot }
    }),
    ...(isObjectType(type) ? [] : listMethods(type)),
  ]
}

function listMethods(type: ExpressionType): CompletionOption[] {
  const macros = isListType(type) || type === 'dynamic' ? [...listMacros] : []
  const methods = [...functions.values()].filter(({ parameters }) => {
    const [first] = parameters
    return first !== undefined && first !== 'any' && acceptsType(first, type)
  })
  return [
    ...methods.map(({ name, usage, description }) => describeMethod(name, usage, description)),
    ...macros.map(([name, { usage, description }]) => describeMethod(name, usage, description)),
  ]
}

function describeMethod(label: string, usage: string, description: string): CompletionOption {
  return { label, kind: 'function', type: '', detail: `${usage}: ${description}`, insert: `${label}(` }
}

function describeField(name: string, field: ScopeField, kind: 'variable' | 'field'): CompletionOption {
  const examples = field.examples?.length ? `e.g. ${field.examples.slice(0, 3).join(', ')}` : ''
  const detail = [field.label === name ? '' : field.label, field.description, examples]
    .filter(Boolean)
    .join(' - ')
  return { label: name, kind, type: printType(field.type), detail, insert: name }
}

function typeOfChain(text: string, before: string, scope: Scope, depth: number): ExpressionType | null {
  const steps = [...text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|(first|last)\(\)|([A-Za-z_]\w*)/g)]
  const root = steps[0]?.[4]
  if (root === undefined) return null
  let type = typeOfVariable(root, before, scope, depth) ?? findField(scope.fields, root)?.type ?? null
  for (const [, quoted, index, method, name] of steps.slice(1)) {
    if (type === null || type === 'dynamic' || type === 'json') return type
    if (index !== undefined || method !== undefined) type = isListType(type) ? type.list : null
    else type = isObjectType(type) ? typeOfField(type, quoted === undefined ? name! : unquote(quoted)) : null
  }
  return type
}

function typeOfVariable(name: string, before: string, scope: Scope, depth: number): ExpressionType | null {
  if (depth > 5) return null
  const pattern = new RegExp(`(${chain})\\.(?:filter|map|all|exists)\\(\\s*${name}\\s*,`, 'g')
  const match = [...before.matchAll(pattern)].at(-1)
  if (!match) return null
  const list = typeOfChain(match[1] ?? '', before.slice(0, match.index), scope, depth + 1)
  return list !== null && isListType(list) ? list.list : 'dynamic'
}

function typeOfField(type: ExpressionType, name: string): ExpressionType | null {
  if (!isObjectType(type)) return null
  return findField(type.fields, name)?.type ?? (type.open ? 'dynamic' : null)
}

function unquote(text: string): string {
  return text.replace(/\\(.)/g, '$1')
}

function isInsideText(source: string): boolean {
  let quote = ''
  for (let index = 0; index < source.length; index += 1) {
    const character = source[index]!
    if (quote === '') {
      if (character === '"' || character === "'") quote = character
    } else if (character === '\\') index += 1
    else if (character === quote) quote = ''
  }
  return quote !== ''
}
