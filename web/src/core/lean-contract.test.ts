import { parseAst } from 'vite'
import { expect, it } from 'vitest'
import { makeLean } from '../../build-steps/lean-contract.ts'

function lean(code: string): string {
  return makeLean(code, parseAst(code, { lang: 'ts' }) as never)
}

it('leaves the server’s part of an operation out, wherever it stands', () => {
  const short = lean(
    "export const show = defineOperation({ name: 'a/show', kind: 'read', summary: 'S.', input: z.object({}), http: { method: 'GET' }, output: z.any(), })",
  )
  expect(short.replace(/\s+/g, ' ')).toBe(
    "export const show = /* @__PURE__ */ (() => (defineOperation({ name: 'a/show', kind: 'read', http: { method: 'GET' }, })))()",
  )
})

it('leaves functions and plain values as they are, and lets the rest be dropped', () => {
  expect(lean('export const path = "/api"\nexport function give(): number { return 1 }')).toBe(
    'export const path = "/api"\nexport function give(): number { return 1 }',
  )
  expect(lean('const name: Schema = z.string().max(5)')).toBe(
    'const name: Schema = /* @__PURE__ */ (() => (z.string().max(5)))()',
  )
})
