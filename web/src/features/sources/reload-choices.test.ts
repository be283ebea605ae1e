import { describe, expect, it } from 'vitest'
import {
  changeTarget,
  chooseTargets,
  countLoaded,
  listKeys,
  listMissing,
  suggestKey,
  toColumns,
} from './reload-choices.ts'

const column = (id: string, more: object = {}) => ({
  id,
  name: id,
  label: id.toUpperCase(),
  type: 'text' as const,
  isKey: false,
  generated: false,
  fillable: true,
  ...more,
})
const columns = [
  column('id', { isKey: true, generated: true, fillable: false, type: 'integer' }),
  column('city'),
  column('price', { type: 'decimal' }),
  column('extras', { type: 'json', fillable: false }),
]
const file = (labels: string[]) =>
  labels.map((label, index) => ({
    index,
    label,
    name: label,
    type: 'text' as const,
    nullable: true,
    examples: [],
    warnings: [],
  }))
const find = (labels: string[], ids: (string | null)[]) => ({
  preview: { columns: file(labels) },
  table: { id: 't', label: 'T', name: 't', columns },
  matches: ids.map((columnId, index) => ({ index, columnId })),
})

describe('the targets of the columns of a file', () => {
  const found = find(['id', 'city', 'colour', 'extras'], ['id', 'city', null, 'extras'])
  const choices = chooseTargets(found)

  it('are the columns of the same name, new ones, and none where nothing can be filled', () => {
    expect(choices.map(({ target }) => target)).toEqual([
      { columnId: 'id' },
      { columnId: 'city' },
      'new',
      'none',
    ])
    expect(listMissing(columns, choices).map(({ id }) => id)).toEqual(['price'])
  })

  it('stay as chosen when the file is read otherwise, unless it has other columns then', () => {
    const chosen = changeTarget(choices, 2, { columnId: 'price' })
    expect(chooseTargets(found, chosen)).toEqual(chosen)
    const other = find(['id', 'city', 'tone'], ['id', 'city', null])
    expect(chooseTargets(other, chosen)[2]!.target).toBe('new')
  })

  it('are never shared: who takes a column takes it from the other', () => {
    const targets = changeTarget(choices, 2, { columnId: 'city' }).map(({ target }) => target)
    expect(targets).toEqual([{ columnId: 'id' }, 'none', { columnId: 'city' }, 'none'])
    const twoNew = changeTarget(choices, 1, 'new').map(({ target }) => target)
    expect(twoNew.filter((target) => target === 'new')).toHaveLength(2)
  })

  it('go to the server with what is left out marked', () => {
    expect(toColumns(choices).map(({ columnId, include }) => [columnId, include])).toEqual([
      ['id', true],
      ['city', true],
      [null, true],
      [null, false],
    ])
  })
})

describe('the key of a file', () => {
  it('is the table’s own when the file brings it, and can be any column that it brings', () => {
    const choices = chooseTargets(find(['id', 'city'], ['id', 'city']))
    expect(suggestKey(columns, choices)).toEqual(['id'])
    expect(listKeys(columns, choices).map(({ id }) => id)).toEqual(['id', 'city'])
    expect(suggestKey(columns, changeTarget(choices, 0, 'none'))).toEqual([])
  })

  it('is not counted among what is loaded, nor is a number of the database', () => {
    const choices = chooseTargets(find(['id', 'city', 'colour'], ['id', 'city', null]))
    expect(countLoaded(columns, choices, [])).toBe(2)
    expect(countLoaded(columns, choices, ['city'])).toBe(1)
    expect(countLoaded(columns, changeTarget(choices, 2, 'none'), ['city'])).toBe(0)
  })
})
