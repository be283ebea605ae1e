import { fileURLToPath } from 'node:url'
import { runInThisContext } from 'node:vm'
import * as whole from '@flexoffice/expression/syntax'
import { build, type Rolldown } from 'vite'
import { beforeAll, expect, it } from 'vitest'
import { leanGrammar } from '../../build-steps/lean-grammar.ts'

let lean: typeof whole
let size = 0

beforeAll(async () => {
  const entry = fileURLToPath(new URL('../../../packages/expression/src/syntax.ts', import.meta.url))
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    plugins: [leanGrammar()],
    build: { write: false, minify: false, lib: { entry, name: 'lean', formats: ['iife'] } },
  })) as Rolldown.RolldownOutput[]
  const code = built[0]?.output[0].code ?? ''
  size = code.length
  lean = runInThisContext(`${code}\nlean`) as typeof whole
})

const sources = [
  '1 + 2 * -3 / 4 % 5',
  '10000000000000000000.25 == 0x1F || 7u < 8u',
  'row.customer["Unit Price"] != null && !(row.id in [1, 2, 3])',
  '{"a": 1, "b": [true, false]}.a ? "yes" : \'no\'',
  'rows.filter(r, r.total >= 10).map(r, r.total)',
  'rows.map(r, r.total > 1, r.name).exists(n, n.startsWith("A"))',
  'rows.all(r, has(r.name)) && rows.exists_one(r, r.id == 1)',
  'cel.bind(x, 2, x * x)',
  'r"raw\\n" + """long""" + b"bytes" + "\\u00e9\\n"',
  'size(orders.rows) > 0 && today() < date("2026-01-01")',
  // What cannot be read has to fail at the same place for the same reason.
  'rows.map(1, 2)',
  'rows.filter(r.x, true)',
  'cel.bind(1, 2, 3)',
  'row.?name',
  'row[?0]',
  '1 +',
  'a = 1',
  '"open',
  "'line\nbreak'",
  '"\\q"',
  '99999999999999999999u',
  'for + 1',
  'preço',
  '(((1))',
  '('.repeat(150),
  `[${'1,'.repeat(1001)}1]`,
  'f(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17)',
  Array.from({ length: 2100 }, () => 'a').join('+'),
]

it('reads every source as the whole library does, in a third of its size', () => {
  expect(size).toBeGreaterThan(0)
  expect(size).toBeLessThan(60_000)
  for (const source of sources)
    expect(outline(lean, source), source.slice(0, 60)).toEqual(outline(whole, source))
})

function outline({ parseSyntax }: typeof whole, source: string): unknown {
  const { tree, problems } = parseSyntax(source)
  return { problems, tree: tree && describe(tree) }
}

/** A tree as plain values: operators, positions and constants. */
function describe(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(describe)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (!('op' in value)) return String(value)
  const { op, pos, start, end, args } = value as Record<string, unknown>
  return { op, pos, start, end, args: describe(args) }
}
