import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CellValue } from '../tabular.ts'
import { convertCell } from './convert-cell.ts'
import type { DetectionHints } from './detect-columns.ts'
import { detectColumns } from './detect-columns.ts'
import { addToProfile, createColumnProfile } from './profile-column.ts'
import { toDatabaseNames } from './table-name.ts'

function detect(columns: Record<string, CellValue[]>, hints: DetectionHints = {}) {
  const labels = Object.keys(columns)
  const profiles = labels.map((label) => {
    const profile = createColumnProfile()
    columns[label]!.forEach((cell, at) => {
      addToProfile(profile, cell, at + 2)
    })
    return profile
  })
  return detectColumns(labels, toDatabaseNames(labels), profiles, hints)
}

function typeOf(cells: CellValue[], label = 'x', hints: DetectionHints = {}) {
  return detect({ [label]: cells }, hints)[0]!.type
}

describe('detects the type of a column', () => {
  it('by its values', () => {
    const cases: [CellValue[], string][] = [
      [['1', '-2', '+3', '9007199254740993'], 'integer'],
      [[1, 2, null], 'integer'],
      [[1, 2.5], 'decimal'],
      [['1.5', '2'], 'decimal'],
      [['R$ 1.234,56', '-R$ 0,50', '(1.000,00)'], 'decimal'],
      [['$1,234.56', '$7'], 'decimal'],
      [['12,5%', '3%'], 'decimal'],
      [['1.5e10', '2E-3', '4'], 'float'],
      [['true', 'FALSE'], 'boolean'],
      [['Sim', 'não', 'NÃO'], 'boolean'],
      [[true, false], 'boolean'],
      [['0', '1'], 'integer'],
      [['2026-05-03', '2026-12-31'], 'date'],
      [['3 de maio de 2026', '31-dez-25'], 'date'],
      [['3 mai 2026', '31-Dec-25'], 'date'],
      [[{ kind: 'date', text: '2026-05-03' }], 'date'],
      [
        [
          { kind: 'date', text: '2026-05-03' },
          { kind: 'datetime', text: '2026-05-03T10:00:00' },
        ],
        'datetime',
      ],
      [['2026-05-03 10:00', '2026-05-03'], 'datetime'],
      [['2026-05-03T10:00:00Z', '2026-05-03T10:00:00.123-03:00'], 'timestamp'],
      [['10:30', '23:59:59'], 'time'],
      [['9:30 AM', '12:00 pm'], 'time'],
      [['1B4E28BA-2FA1-11D2-883F-0016D3CCA427'], 'uuid'],
      [['01310-100', '00000-000'], 'text'],
      [['01310', '90000'], 'text'],
      [['35260512345678000195550010000000011000000017'], 'text'],
      [['29/02/2025', '01/01/2025'], 'text'],
      [['1', 'two', '3'], 'text'],
      [['1', 'N/A', '-', '3'], 'integer'],
      [[null, null], 'text'],
    ]
    for (const [cells, type] of cases) expect(typeOf(cells), JSON.stringify(cells)).toBe(type)
  })

  it('by its name where digits could be a code or a flag', () => {
    expect(typeOf(['12345678', '23456789'], 'CEP')).toBe('text')
    expect(typeOf(['11987654321'], 'Telefone celular')).toBe('text')
    expect(typeOf(['0', '1'], 'Ativo')).toBe('boolean')
    expect(typeOf(['0', '1'], 'isActive')).toBe('boolean')
    const stored = detect({ CNPJ: [191, 33000167000101] })[0]!
    expect(stored.type).toBe('text')
    expect(stored.warnings[0]!.code).toBe('code_stored_as_number')
  })

  it('says when separators or dates can be read in two ways, and follows other columns', () => {
    const alone = detect({ a: ['1.234', '5.678'] })[0]!
    expect(alone).toMatchObject({ type: 'decimal', numberStyle: 'point', confidence: 0.6 })
    expect(alone.warnings[0]!.code).toBe('ambiguous_numbers')
    expect(detect({ a: ['1.234'] }, { delimiter: ';' })[0]).toMatchObject({
      type: 'integer',
      numberStyle: 'comma',
    })
    expect(detect({ a: ['1.234'], b: ['0,5'] })[0]).toMatchObject({ type: 'integer', numberStyle: 'comma' })
    const dates = detect({ a: ['03/05/2026'], b: ['12/31/2026'] })
    expect(dates[0]).toMatchObject({ type: 'date', dateOrder: 'mdy' })
    expect(dates[0]!.warnings[0]!.code).toBe('ambiguous_dates')
    expect(dates[1]).toMatchObject({ dateOrder: 'mdy', warnings: [] })
    expect(detect({ a: ['03/05/2026'] })[0]).toMatchObject({ dateOrder: 'dmy' })
    expect(detect({ a: ['03/05/2026'] }, { language: 'en-US' })[0]).toMatchObject({ dateOrder: 'mdy' })
    expect(detect({ a: ['05/05/2026'] })[0]!.warnings).toEqual([])
  })

  it('follows the order of dates that the person chose, and tells which values do not fit it', () => {
    const cells = { a: ['03/05/2026'], b: ['31/12/2025', '01/02/2026'], c: ['2026-12-31'], d: ['x'] }
    const [a, b, c, d] = detect(cells, { dateOrder: 'mdy' })
    expect(a).toMatchObject({ type: 'date', dateOrder: 'mdy', confidence: 1, warnings: [] })
    expect(b).toMatchObject({ type: 'date', dateOrder: 'mdy' })
    expect(b!.warnings).toMatchObject([
      {
        code: 'dates_in_other_order',
        params: { dateOrder: 'mdy' },
        examples: [{ row: 2, value: '31/12/2025' }],
      },
    ])
    expect(convertCell('31/12/2025', b!).problem?.code).toBe('not_a_date')
    expect(convertCell('03/05/2026', a!).text).toBe('2026-03-05')
    expect(c).toMatchObject({ type: 'date', warnings: [] })
    expect(d).toMatchObject({ type: 'text', warnings: [] })
    expect(detect({ a: ['03/05/2026'], b: ['12/31/2026'] }, { dateOrder: 'dmy' })[0]).toMatchObject({
      dateOrder: 'dmy',
      warnings: [],
    })
  })

  it('keeps mixed columns as text and shows which cells do not fit', () => {
    const column = detect({ Quantidade: ['1', '2', '3', 'dez', null, { kind: 'error', text: '#N/A' }] })[0]!
    expect(column).toMatchObject({ type: 'text', nullable: true })
    expect(column.warnings.map(({ code }) => code)).toEqual(['mixed_types', 'error_cells'])
    expect(column.warnings[0]!.examples).toEqual([{ row: 5, value: 'dez' }])
    expect(column.warnings[0]!.message).toContain('75%')
  })

  it('stores whole numbers beyond 64 bits as decimals where they stand among other numbers', () => {
    expect(detect({ a: ['1.234', 9223372036854776000], b: ['1,5'] })[0]!.type).toBe('decimal')
    expect(detect({ a: ['1.234', '9.223.372.036.854.775.808'], b: ['1,5'] })[0]!.type).toBe('decimal')
  })

  it('never detects a type to which a seen cell cannot be converted', () => {
    const pieces = fc.constantFrom(
      '1',
      '01',
      '-5',
      '1.234',
      '1,5',
      '1.234,56',
      '1,234.56',
      '50%',
      'R$ 2,00',
      '1e+5',
      'sim',
      'true',
      '03/04/2025',
      '13/04/2025',
      '04/13/2025',
      '2025-01-01',
      '2025-01-01T10:00Z',
      '10:00',
      'x',
      '',
      '-',
      'N/A',
      '999999999999999999999',
      '9.223.372.036.854.775.808',
      '9,223,372,036,854,775,808',
    )
    const cell = fc.oneof(
      pieces,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    )
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 4 }), fc.array(pieces, { maxLength: 3 }), (cells, others) => {
        const column = detect({ a: cells, b: others })[0]!
        for (const value of cells)
          expect(
            convertCell(value, column).problem,
            `${JSON.stringify(value)} as ${column.type}`,
          ).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })
})
