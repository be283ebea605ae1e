import { expect, it } from 'vitest'
import { matchColumns } from './match-columns.ts'

const table = [
  { id: 'key', name: 'id', label: 'Id' },
  { id: 'city', name: 'municipio', label: 'Município' },
  { id: 'price', name: 'preco_r', label: 'Preço (R$)' },
  { id: 'renamed', name: 'note', label: 'Remarks of the buyer' },
]

function match(labels: string[], names = labels) {
  const file = labels.map((label, index) => ({ index, label, name: names[index]! }))
  return matchColumns(file, table).map(({ columnId }) => columnId)
}

it('finds columns by the words of the file, whatever their case and order', () => {
  expect(match(['PREÇO (r$)', ' município ', 'iD'])).toEqual(['price', 'city', 'key'])
})

it('finds by the name in the database what was relabelled, or written without accents', () => {
  expect(match(['Note', 'Municipio'], ['note', 'municipio'])).toEqual(['renamed', 'city'])
  expect(match(['Preço R$'], ['preco_r'])).toEqual(['price'])
})

it('gives no column twice, and the words of the file go before its safe name', () => {
  expect(match(['Municipio', 'Município'], ['municipio', 'municipio_2'])).toEqual([null, 'city'])
})

it('leaves what is new without a column', () => {
  expect(match(['Colour', ''], ['colour', 'column_2'])).toEqual([null, null])
})
