import { describe, expect, it } from 'vitest'
import type { CellValue } from '../tabular.ts'
import { findHeader, findMergedData } from './find-header.ts'
import { toDatabaseName, toDatabaseNames, toTableName } from './table-name.ts'

function rows(...cells: CellValue[][]) {
  return cells.map((row, at) => ({ number: at + 1, cells: row }))
}

describe('finds the names of columns', () => {
  it('in the first row, below a title, or nowhere', () => {
    expect(findHeader(rows(['id', 'name'], ['1', 'Ana']))).toMatchObject({
      headerRow: 1,
      firstDataRow: 2,
      labels: ['id', 'name'],
      warnings: [],
    })
    const titled = findHeader(
      rows(['Vendas 2026'], ['id', 'Nome', 'Valor'], [1, 'a', 2], [2, 'b', 3], [3, 'c', 4]),
    )
    expect(titled).toMatchObject({ headerRow: 2, firstDataRow: 3 })
    expect(titled.warnings[0]!.code).toBe('title_skipped')
    const none = findHeader(rows([1, 2], [3, 4]))
    expect(none).toMatchObject({ headerRow: null, firstDataRow: 1, labels: ['Column 1', 'Column 2'] })
    expect(findHeader(rows(['Cliente', 2024, 2025, 2026], ['Ana', 1, 2, 3]))).toMatchObject({
      headerRow: 1,
      labels: ['Cliente', '2024', '2025', '2026'],
    })
    expect(() => findHeader(rows(['a', 'b']), [], 7)).toThrow('Row 7')
    expect(findHeader(rows(['a', 'b'], ['c', 'd']), [], 'none').firstDataRow).toBe(1)
    expect(findHeader(rows(['a', 'b'], ['c', 'd']), [], 2)).toMatchObject({
      labels: ['c', 'd'],
      firstDataRow: 3,
    })
  })

  it('completes empty and repeated names', () => {
    const header = findHeader(rows(['Valor', null, 'valor', ' Total\n geral '], [1, 2, 3, 4]))
    expect(header.labels).toEqual(['Valor', 'Column 2', 'valor 2', 'Total geral'])
    expect(header.warnings.map(({ code }) => code)).toEqual(['unnamed_columns', 'repeated_names'])
  })

  it('spreads merged names and joins them with the names below', () => {
    const merges = [
      { top: 0, left: 0, bottom: 1, right: 0 },
      { top: 0, left: 1, bottom: 0, right: 2 },
      { top: 5, left: 0, bottom: 6, right: 0 },
    ]
    const header = findHeader(rows(['Cliente', 'Vendas', null], [null, 'Jan', 'Fev'], ['Ana', 1, 2]), merges)
    expect(header).toMatchObject({
      labels: ['Cliente', 'Vendas – Jan', 'Vendas – Fev'],
      headerRow: 2,
      firstDataRow: 3,
    })
    expect(header.warnings[0]!.code).toBe('merged_header')
    expect(findMergedData(merges, 3)[0]).toMatchObject({ code: 'merged_data', params: { count: 1 } })
    const single = findHeader(rows(['Nome', null, 'Idade'], ['Ana', 'Souza', 3]), [
      { top: 0, left: 0, bottom: 0, right: 1 },
    ])
    expect(single).toMatchObject({ labels: ['Nome', 'Nome 2', 'Idade'], firstDataRow: 2 })
  })
})

describe('makes database names', () => {
  it('safe, folded and short', () => {
    const cases = {
      'Preço (R$)': 'preco_r',
      'Açúcar & Pão': 'acucar_pao',
      orderDate: 'order_date',
      '2026 Total': 'n_2026_total',
      '% Desconto': 'percent_desconto',
      日本: 'column_1',
      ctid: 'ctid_value',
      pg_x: 'pg_x_value',
      'a"; drop table x; --': 'a_drop_table_x',
    }
    for (const [label, name] of Object.entries(cases)) expect(toDatabaseName(label, 'column_1')).toBe(name)
    expect(toDatabaseName('x'.repeat(200), 'c')).toHaveLength(63)
  })

  it('unique, also after cutting', () => {
    expect(toDatabaseNames(['Valor', 'valor', 'VALOR 2', '!'])).toEqual([
      'valor',
      'valor_2',
      'valor_2_2',
      'column_4',
    ])
    const names = toDatabaseNames(Array.from({ length: 30 }, () => 'long'.repeat(40)))
    expect(new Set(names).size).toBe(30)
    expect(Math.max(...names.map((name) => name.length))).toBe(63)
    expect(toTableName('Vendas', ['vendas'])).toBe('vendas_2')
  })
})
