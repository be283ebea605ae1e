import { expect, test } from 'vitest'
import { countLines, fileNameOf } from './download.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('counts records, not the line ends within their values, across pieces', () => {
  const count = countLines()
  expect(count(bytes('Name,Note\r\nAna,"one\r\ntwo'))).toBe(1)
  expect(count(bytes('\r\n""three"""\r\nBo,\r\n'))).toBe(3)
})

test('takes the name that the server gave, in all letters', () => {
  expect(fileNameOf(`attachment; filename="Sao.csv"; filename*=UTF-8''S%C3%A3o%20%27.csv`)).toBe("São '.csv")
  expect(fileNameOf('attachment; filename="audit.csv"')).toBe('audit.csv')
  expect(fileNameOf('')).toBe('export.csv')
})
