/** As much of a parsed module as is read here. */
interface Program {
  body: readonly Statement[]
}

interface Statement {
  type: string
  declaration?: unknown
  declarations?: unknown
}

interface Parser {
  parse: (code: string, options: { lang: 'ts' }) => unknown
}

/** What only servers read of an operation or an event. */
const serverOnly = new Set(['summary', 'input', 'output', 'payload'])

const schemaModules =
  /\/packages\/(contract\/src\/[^/]+|query\/src\/(structured-query|table-shape)|page-model\/src\/query-parameters)\.ts$/

/**
 * Leaves out of the browser what only the server does with a contract: checking. Operations keep their name, kind and
 * route; a schema that nothing else uses falls away, and the schema library with the last of them.
 */
export function leanContract() {
  return {
    name: 'flexoffice-lean-contract',
    apply: 'build' as const,
    enforce: 'pre' as const,
    transform: {
      filter: { id: schemaModules },
      handler(this: Parser, code: string) {
        return { code: makeLean(code, this.parse(code, { lang: 'ts' }) as Program), map: null }
      },
    },
  }
}

/** Writes the module anew: declarations without the server's part, and each value so that it may be dropped if unused. */
export function makeLean(code: string, program: Program): string {
  const edits = program.body
    .flatMap(initialValuesOf)
    .flatMap((value) => [
      ...serverPartsOf(value, code).map((range) => ({ ...range, text: '' })),
      { start: value.start, end: value.start, text: '/* @__PURE__ */ (() => (' },
      { start: value.end, end: value.end, text: '))()' },
    ])
  return edits
    .sort((first, second) => second.start - first.start || second.end - first.end)
    .reduce((text, { start, end, text: added }) => text.slice(0, start) + added + text.slice(end), code)
}

interface Range {
  start: number
  end: number
}

interface Value extends Range {
  type: string
  callee?: { type: string; name?: string }
  arguments?: readonly (Range & { type: string; properties?: readonly unknown[] })[]
}

function initialValuesOf(statement: Statement): Value[] {
  const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
  const { type, declarations } = (declared ?? {}) as Partial<Statement>
  if (type !== 'VariableDeclaration') return []
  return (declarations as { init: Value | null }[])
    .map(({ init }) => init)
    .filter((init): init is Value => init !== null && !plain.has(init.type))
}

const plain = new Set(['Literal', 'ArrowFunctionExpression', 'FunctionExpression'])

function serverPartsOf({ callee, arguments: given }: Value, code: string): Range[] {
  if (callee?.name !== 'defineOperation' && callee?.name !== 'defineEvent') return []
  const properties = (given?.[0]?.properties ?? []) as readonly (Range & { key?: { name?: string } })[]
  return properties
    .filter(({ key }) => serverOnly.has(key?.name ?? ''))
    .map(({ start, end }) => ({ start, end: end + (/^\s*,/.exec(code.slice(end))?.[0].length ?? 0) }))
}
