import { expect, test } from 'vitest'
import { boxAt, boxTo, firstFreePlace, liftBox, newWidgetCorner } from './drag.ts'

const grid = { left: 100, top: 50, width: 960, height: 800, scale: 0.5 }

test('a widget lands on the cell under its corner, within the grid', () => {
  expect(boxAt({ x: 180, y: 90 }, grid, 24, { w: 6, h: 4 })).toEqual({ x: 2, y: 10, w: 6, h: 4 })
  expect(boxAt({ x: 1050, y: 0 }, grid, 24, { w: 6, h: 4 })).toEqual({ x: 18, y: 0, w: 6, h: 4 })
  expect(boxAt({ x: 180, y: 50 }, grid, 12, { w: 24, h: 4 })).toEqual({ x: 0, y: 0, w: 12, h: 4 })
})

test('a new widget is held by its middle', () => {
  expect(newWidgetCorner({ x: 300, y: 100 }, grid, 24, { w: 6, h: 4 })).toEqual({ x: 180, y: 92 })
})

test('an edge follows the pointer down to the least size and up to the edge of the page', () => {
  const box = { x: 4, y: 0, w: 6, h: 10 }
  const least = { w: 3, h: 4 }
  expect(boxTo({ x: 540, y: 130 }, grid, 24, box, least)).toEqual({ x: 4, y: 0, w: 7, h: 20 })
  expect(boxTo({ x: 100, y: 50 }, grid, 24, box, least)).toEqual({ x: 4, y: 0, w: 3, h: 4 })
  expect(boxTo({ x: 5000, y: 130 }, grid, 24, box, least).w).toBe(20)
})

test('what is dropped far below rises to the rest', () => {
  expect(liftBox({ x: 0, y: 90, w: 4, h: 4 }, {}).y).toBe(0)
  expect(liftBox({ x: 0, y: 90, w: 4, h: 4 }, { a: { x: 0, y: 0, w: 24, h: 20 } }).y).toBe(20)
})

test('a widget added by key goes beside the last one while there is room', () => {
  const table = { x: 0, y: 0, w: 24, h: 48 }
  const chart = { x: 0, y: 48, w: 12, h: 36 }
  expect(firstFreePlace({}, { w: 30, h: 4 }, 24)).toEqual({ x: 0, y: 0, w: 24, h: 4 })
  expect(firstFreePlace({ table, chart }, { w: 6, h: 14 }, 24)).toEqual({ x: 12, y: 48, w: 6, h: 14 })
  expect(firstFreePlace({ table, chart }, { w: 24, h: 10 }, 24)).toEqual({ x: 0, y: 84, w: 24, h: 10 })
})
