import type { GridBox } from '@flexoffice/contract/page-document'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compact, deriveTablet, fitBox, moveStep, overlaps, placeBox, resizeStep, settle } from './layout.ts'

const box = fc
  .record({
    x: fc.nat(23),
    y: fc.nat(60),
    w: fc.integer({ min: 1, max: 24 }),
    h: fc.integer({ min: 1, max: 40 }),
  })
  .map((raw): GridBox => fitBox(raw, 24))
const boxes = fc
  .dictionary(fc.stringMatching(/^[a-z]{1,3}$/), box, { maxKeys: 12 })
  .map((entries) => ({ ...entries }))

function hasOverlap(placed: Record<string, GridBox>): boolean {
  const all = Object.values(placed)
  return all.some((first, index) => all.slice(index + 1).some((second) => overlaps(first, second)))
}

describe('layout', () => {
  it('never leaves an overlap and loses nobody', () => {
    fc.assert(
      fc.property(boxes, box, (start, moved) => {
        for (const placed of [settle(start), compact(settle(start)), placeBox(start, 'moved', moved)])
          expect(hasOverlap(placed)).toBe(false)
        expect(placeBox(start, 'moved', moved).moved).toEqual(moved)
        expect(Object.keys(settle(start)).sort()).toEqual(Object.keys(start).sort())
      }),
      { numRuns: 60 },
    )
  })

  it('settles what is settled to itself, whatever the order of the keys', () => {
    fc.assert(
      fc.property(boxes, (start) => {
        const once = settle(start)
        expect(settle(once)).toEqual(once)
        expect(settle(Object.fromEntries(Object.entries(start).reverse()))).toEqual(once)
      }),
      { numRuns: 40 },
    )
  })

  it('derives a tablet layout within twelve columns, without overlap, leaving chosen places alone', () => {
    fc.assert(
      fc.property(boxes, (start) => {
        const fixed = Object.fromEntries(
          Object.entries(start)
            .slice(0, 1)
            .map(([id, item]) => [id, fitBox(item, 12)]),
        )
        const tablet = deriveTablet(settle(start), fixed)
        expect(hasOverlap(tablet)).toBe(false)
        for (const item of Object.values(tablet)) expect(item.x + item.w).toBeLessThanOrEqual(12)
        expect(tablet).toMatchObject(fixed)
      }),
      { numRuns: 40 },
    )
  })

  it('moves and resizes by keyboard within the grid and the minimum', () => {
    const start = { x: 0, y: 0, w: 6, h: 4 }
    expect(moveStep(start, 'left', 24)).toEqual(start)
    expect(moveStep(start, 'right', 24)).toEqual({ ...start, x: 1 })
    expect(resizeStep(start, 'left', 24, { w: 6, h: 2 })).toEqual(start)
    expect(resizeStep({ ...start, x: 18 }, 'right', 24, { w: 1, h: 1 })).toEqual({ ...start, x: 18 })
    expect(resizeStep(start, 'down', 24, { w: 1, h: 1 })).toEqual({ ...start, h: 5 })
  })
})
