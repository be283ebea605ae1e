import { describe, expect, it } from 'vitest'
import { grant, orders, ownCountry, southern } from './example.ts'
import { compilePolicy, decide, listReadableColumns, listWritableColumns } from './policy.ts'

describe('compilePolicy', () => {
  it('denies what no grant names', () => {
    const policy = compilePolicy(orders, [])
    expect(decide(policy, 'read')).toBe('deny')
    expect(decide(policy, 'read', 'id')).toBe('deny')
    expect(decide(policy, 'read', 'nothing')).toBe('deny')
    expect(listReadableColumns(policy)).toEqual([])
  })

  it('tells values, disguises and denials apart', () => {
    const policy = compilePolicy(orders, [
      grant(null, {
        phone: { access: 'read', mask: { kind: 'fixed' } },
        total: { access: 'none' },
        id: { access: 'read' },
      }),
    ])
    expect(['country', 'phone', 'total'].map((id) => decide(policy, 'read', id))).toEqual([
      'allow',
      'mask',
      'deny',
    ])
    expect(listWritableColumns(policy, 'update')).toEqual(['country', 'created', 'customer', 'weight'])
    expect(decide(policy, 'update', 'doubled')).toBe('deny')
  })

  it('shows the bare column when every rule that shows rows shows it', () => {
    const policy = compilePolicy(orders, [
      grant(ownCountry),
      grant(southern),
      grant(ownCountry, { total: { access: 'none' } }),
    ])
    expect(policy.cells.get('total')?.whole).toBe(true)
  })

  it('denies rows whose rule names a column that is gone or has another type', () => {
    const gone = {
      ...ownCountry,
      left: { kind: 'column', columnId: 'gone', type: 'text' },
    } as typeof ownCountry
    expect(decide(compilePolicy(orders, [grant({ kind: 'not', rule: gone })]), 'read')).toBe('deny')
  })

  it('gives equal rights one fingerprint and other rights another', () => {
    const [a, b] = [grant(ownCountry), grant(southern)]
    expect(compilePolicy(orders, [a]).fingerprint).toBe(
      compilePolicy(orders, [{ ...a, role: 'x' }]).fingerprint,
    )
    expect(compilePolicy(orders, [a]).fingerprint).not.toBe(compilePolicy(orders, [b]).fingerprint)
  })
})
