import { describe, expect, it } from 'vitest'
import { isId, newId } from './ids.ts'
import { takeRandom } from './random.ts'

describe('ids', () => {
  it('are of version 7 and variant 10, begin with their time and never come twice (RFC 9562, 5.7)', () => {
    const time = Date.UTC(2026, 0, 31, 14, 30, 0, 5)
    const ids = Array.from({ length: 2_000 }, () => newId(time))
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) {
      expect(isId(id)).toBe(true)
      expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(time)
      expect(id[14]).toBe('7')
      expect('89ab').toContain(id[19])
    }
    expect(newId(1) < newId(2)).toBe(true)
  })
})

describe('random bytes', () => {
  it('are given out once and use every bit', () => {
    const taken = Array.from({ length: 1_000 }, () => takeRandom(10))
    expect(new Set(taken.map((bytes) => bytes.join())).size).toBe(taken.length)
    const either = taken.reduce(
      (all, bytes) => all.map((byte, index) => byte | bytes[index]!),
      new Uint8Array(10),
    )
    expect([...either]).toEqual(Array(10).fill(255))
    expect(takeRandom(4096)).toHaveLength(4096)
  })
})
