import { describe, expect, it } from 'vitest'
import type { CellValue } from '../tabular.ts'
import { convertCell, postgresType } from './convert-cell.ts'
import type { UploadType } from './detect-columns.ts'

function convert(
  cell: CellValue,
  type: UploadType,
  numberStyle: 'point' | 'comma' = 'point',
  dateOrder: 'dmy' | 'mdy' = 'dmy',
) {
  const { text, problem } = convertCell(cell, { type, numberStyle, dateOrder })
  return problem ? problem.code : text
}

describe('converts cells', () => {
  it('to the notation of PostgreSQL', () => {
    expect(convert('R$ 1.234,56', 'decimal', 'comma')).toBe('1234.56')
    expect(convert('-R$ 1.234,56', 'decimal', 'comma')).toBe('-1234.56')
    expect(convert('R$ -5,00', 'decimal', 'comma')).toBe('-5.00')
    expect(convert('(1,234.56)', 'decimal')).toBe('-1234.56')
    expect(convert('1.234,56-', 'decimal', 'comma')).toBe('-1234.56')
    expect(convert('1\u00a0234,5 €', 'decimal', 'comma')).toBe('1234.5')
    expect(convert('12,5%', 'decimal', 'comma')).toBe('0.125')
    expect(convert('100%', 'decimal')).toBe('1')
    expect(convert('.5', 'decimal')).toBe('0.5')
    expect(convert('9223372036854775807', 'integer')).toBe('9223372036854775807')
    expect(convert('007', 'integer')).toBe('7')
    expect(convert('1.000', 'integer', 'comma')).toBe('1000')
    expect(convert(3.0, 'integer')).toBe('3')
    expect(convert('03/05/26', 'date')).toBe('2026-05-03')
    expect(convert('03/05/2026', 'date', 'point', 'mdy')).toBe('2026-03-05')
    expect(convert('3/5/2026 9:07', 'datetime')).toBe('2026-05-03 09:07:00')
    expect(convert('2026-05-03T09:07:00.5-0300', 'timestamp')).toBe('2026-05-03 09:07:00.5-03:00')
    expect(convert('2026-05-03', 'timestamp')).toBe('2026-05-03 00:00:00+00:00')
    expect(convert({ kind: 'datetime', text: '2026-05-03T00:00:00' }, 'date')).toBe('2026-05-03')
    expect(convert({ kind: 'datetime', text: '2026-05-03T10:00:00' }, 'text')).toBe('2026-05-03 10:00:00')
    expect(convert('12:05 am', 'time')).toBe('00:05:00')
    expect(convert('Verdadeiro', 'boolean')).toBe('true')
    expect(convert(0, 'boolean')).toBe('false')
    expect(convert('{1B4E28BA-2FA1-11D2-883F-0016D3CCA427}', 'uuid')).toBe(
      '1b4e28ba-2fa1-11d2-883f-0016d3cca427',
    )
    expect(convert('=1+1', 'text')).toBe('=1+1')
  })

  it('to nothing where nothing is meant', () => {
    expect(convert(null, 'integer')).toBe(null)
    expect(convert(' ', 'text')).toBe(null)
    expect(convert('N/A', 'date')).toBe(null)
    expect(convert('N/A', 'text')).toBe('N/A')
    expect(convert({ kind: 'error', text: '#REF!' }, 'text')).toBe(null)
  })

  it('or says why not', () => {
    expect(convert('9223372036854775808', 'integer')).toBe('out_of_range')
    expect(convert('1.5', 'integer')).toBe('not_whole')
    expect(convert('12,34,56', 'decimal')).toBe('not_a_number')
    expect(convert('1.23.456', 'decimal', 'comma')).toBe('not_a_number')
    expect(convert('29/02/2025', 'date')).toBe('not_a_date')
    expect(convert('03/05/2026 10:00', 'date')).toBe('not_a_date')
    expect(convert('25:00', 'time')).toBe('not_a_time')
    expect(convert('maybe', 'boolean')).toBe('not_a_boolean')
    expect(convert('abc', 'uuid')).toBe('not_a_uuid')
    expect(convert('1.5e+999', 'float')).toBe('out_of_range')
    expect(convert('x'.repeat(32_768), 'text')).toBe('too_long')
    expect(convert('a\0b', 'text')).toBe('forbidden_character')
    expect(postgresType('timestamp')).toBe('timestamptz')
  })
})
