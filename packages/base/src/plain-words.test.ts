import { expect, it } from 'vitest'
import { plainWords } from './plain-words.ts'

it('writes the words of a text in plain letters and digits', () => {
  expect(plainWords(' País de origem: nº 7! ')).toEqual(['pais', 'de', 'origem', 'no', '7'])
  expect(plainWords('収納 …')).toEqual([])
})
