import { expect, test } from 'vitest'
import { placeBeside } from './place-beside.ts'

const room = { width: 1000, height: 600 }
const box = { width: 100, height: 24 }

test('a box stands centred on its side', () => {
  const anchor = { left: 400, top: 300, width: 32, height: 32 }
  expect(placeBeside(anchor, box, 'bottom', room)).toEqual({ left: 366, top: 338 })
  expect(placeBeside(anchor, box, 'right', room)).toEqual({ left: 438, top: 304 })
})

test('it goes to the other side where there is no room, and is never cut off', () => {
  const atCorner = { left: 968, top: 568, width: 32, height: 32 }
  expect(placeBeside(atCorner, box, 'bottom', room)).toEqual({ left: 895, top: 538 })
  const atTop = { left: 0, top: 0, width: 32, height: 32 }
  expect(placeBeside(atTop, box, 'top', room)).toEqual({ left: 5, top: 38 })
  expect(placeBeside(atTop, box, 'left', room)).toEqual({ left: 38, top: 5 })
})

test('it keeps its side when neither has room', () => {
  const tall = { left: 100, top: 2, width: 32, height: 596 }
  expect(placeBeside(tall, box, 'bottom', room)).toEqual({ left: 66, top: 571 })
})
