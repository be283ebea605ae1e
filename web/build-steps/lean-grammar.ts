import { dirname, join } from 'node:path'

/** As much of the bundler as is used here. */
interface Bundler {
  resolve: (
    source: string,
    importer?: string,
    options?: { skipSelf: boolean },
  ) => Promise<{ id: string } | null>
  parse: (code: string) => unknown
}

/** As much of a parsed module as is read here. */
interface Program {
  body: readonly Statement[]
}

interface Statement {
  declaration?: Statement | null
  declarations?: readonly { id: { name?: string }; init?: Expression }[]
}

/** A name, a text, an object or a list. */
interface Expression {
  name?: string
  value?: string
  properties?: readonly { key: Expression; value: Expression }[]
  elements?: readonly Expression[]
}

const library = '@marcbachmann/cel-js'
const grammarModule = '\0flexoffice-grammar'

/**
 * Leaves out of the browser what nobody calls of the expression library: its evaluator and its type checker. The
 * reader of its grammar stays as it is, with the macros, which judge their arguments while reading. A test reads the
 * same sources with both.
 */
export function leanGrammar() {
  let folder = ''
  const isOwn = (id: string) => folder !== '' && id.startsWith(folder)
  return {
    name: 'flexoffice-lean-grammar',
    apply: 'build' as const,
    enforce: 'pre' as const,
    async resolveId(this: Bundler, source: string, importer?: string) {
      if (source === library) {
        const whole = await this.resolve(source, importer, { skipSelf: true })
        if (!whole) return null
        folder = dirname(whole.id)
        return { id: grammarModule, moduleSideEffects: false }
      }
      // Modules of the library that only the parts left out need fall away with them.
      if (importer && isOwn(importer) && source.startsWith('./'))
        return { id: join(dirname(importer), source), moduleSideEffects: false }
      return null
    },
    load: (id: string) => (id === grammarModule ? grammarCode(folder) : null),
    transform(this: Bundler, code: string, id: string) {
      if (!isOwn(id) || !id.endsWith('/operators.js')) return null
      return { code: operatorNames(this.parse(code) as Program), map: null }
    },
  }
}

/** The library's Environment with nothing but `parse`. */
function grammarCode(folder: string): string {
  const from = (file: string) => JSON.stringify(join(folder, file))
  return `
import { ParseError } from ${from('errors.js')}
import { registerMacros } from ${from('macros.js')}
import { createOptions } from ${from('options.js')}
import { Parser } from ${from('parser.js')}

const macros = new Map()
const keyOf = (name, isMethod, count) => [name, isMethod, count].join()
registerMacros({
  registerFunctionOverload(signature, handler) {
    const [, receiver, name, given] = /^(?:(\\w+)\\.)?(\\w+)\\((.*)\\)/.exec(signature)
    macros.set(keyOf(name, receiver !== undefined, given.split(',').length), { handler })
  },
  registerType() {},
  registerConstant() {},
})
const registry = {
  enableOptionalTypes: false,
  findMacro: (name, isMethod, count) => macros.get(keyOf(name, isMethod, count)),
}

export { ParseError }
export class Environment {
  constructor(options) {
    this.parser = new Parser(createOptions(options).limits, registry)
  }
  parse(source) {
    return { ast: this.parser.parse(source) }
  }
}
`
}

/** The table of operators with their names alone: how they are checked and computed is never asked. */
function operatorNames(program: Program): string {
  const table = namedValue(program, 'OPERATORS')?.properties ?? []
  const aliases = table.flatMap(({ key, value }) => {
    const alias = value.properties?.find((property) => nameOf(property.key) === 'alias')
    return alias ? [[alias.value.value, nameOf(key)]] : []
  })
  const binary = namedValue(program, 'binaryOperators')?.elements ?? []
  const names = [...table.map(({ key }) => nameOf(key)), ...binary.map(({ value }) => value)]
  return `
export const OPERATORS = Object.fromEntries(${JSON.stringify(names)}.map((name) => [name, { name }]))
for (const [alias, name] of ${JSON.stringify(aliases)}) OPERATORS[alias] = OPERATORS[name]
`
}

function namedValue({ body }: Program, name: string): Expression | undefined {
  return body
    .flatMap((statement) => (statement.declaration ?? statement).declarations ?? [])
    .find(({ id }) => id.name === name)?.init
}

function nameOf(key: Expression): string | undefined {
  return key.name ?? key.value
}
