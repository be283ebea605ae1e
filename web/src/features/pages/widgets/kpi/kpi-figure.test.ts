import { expect, it } from 'vitest'
import { compareFigures, printFigure, readFigure } from './kpi-figure.ts'

it('reads numbers and digits, and nothing else', () => {
  expect([1, '12.50', null, '', 'x', true, undefined].map(readFigure)).toEqual([
    1,
    12.5,
    null,
    null,
    null,
    null,
    null,
  ])
})

it('writes by locale without losing digits', () => {
  const format = { format: 'money', currency: 'BRL', decimals: 2, locale: 'pt-BR' }
  expect(printFigure('1234.5', format).replace(/\s/g, ' ')).toBe('R$ 1.234,50')
  expect(printFigure('9007199254740993', { ...format, format: 'number', decimals: 0, locale: 'en' })).toBe(
    '9,007,199,254,740,993',
  )
  expect(printFigure(1, { ...format, currency: 'nonsense', locale: 'en' })).toBe('$1.00')
})

it('tells good from bad by what the author calls better', () => {
  expect(compareFigures(110, 100, 'higher')).toEqual({ direction: 'up', share: 0.1, tone: 'good' })
  expect(compareFigures(110, 100, 'lower').tone).toBe('bad')
  expect(compareFigures(-50, -100, 'higher')).toMatchObject({ share: 0.5, tone: 'good' })
  expect(compareFigures(5, 0, 'neither')).toEqual({ direction: 'up', share: null, tone: 'neutral' })
})
