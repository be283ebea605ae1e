import { describe, expect, it } from 'vitest'
import { checkInput } from './check-input.ts'

function nest(levels: number): unknown {
  return JSON.parse(`${'{"filter":'.repeat(levels)}1${'}'.repeat(levels)}`)
}

describe('the check of every input', () => {
  it('takes what people send', () => {
    for (const input of [
      undefined,
      null,
      'text',
      5,
      nest(100),
      { name: 'Zoë 😀', rows: [['a', null, 1e300]] },
    ])
      expect(() => checkInput(input)).not.toThrow()
  })

  it('refuses nesting that would exhaust the stack', () => {
    for (const levels of [101, 10_000, 300_000])
      expect(() => checkInput(nest(levels))).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  })

  it('refuses text that cannot be stored, and names its place', () => {
    const refused = (input: unknown, path: string) =>
      expect(() => checkInput(input)).toThrow(
        expect.objectContaining({
          code: 'invalid_input',
          detail: expect.objectContaining({ fields: [expect.objectContaining({ path })] }),
        }),
      )
    refused({ changes: [{ values: { 'a/b': 'x\0y' } }] }, '/changes/0/values/a~1b')
    refused({ name: 'half \ud83d' }, '/name')
    refused({ values: { 'half \udc00': 1 } }, '/values')
    refused('\0', '')
  })
})
