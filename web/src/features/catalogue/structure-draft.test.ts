import type { TableStructure } from '@flexoffice/contract/catalogue'
import { describe, expect, test } from 'vitest'
import {
  type Draft,
  findConflicts,
  lacksLabel,
  rebase,
  reverse,
  toDescription,
  withoutSaved,
  writeWords,
} from './structure-draft.ts'

const stored = (total = 'Total') =>
  ({
    table: { id: 't', label: 'Orders', description: '' },
    columns: [
      { id: 'a', label: 'Number', description: '' },
      { id: 'b', label: total, description: 'Net' },
    ],
  }) as unknown as TableStructure

const write = (draft: Draft, id: string, value: string, seen: string) =>
  writeWords(draft, { id, field: 'label', value, seen })

describe('structure draft', () => {
  test('a field is changed once, and typing it back is no change', () => {
    const first = write([], 'b', 'Sum', 'Total')
    const second = write(first, 'b', 'Sums', 'Somebody else’s')
    expect(second).toEqual([{ id: 'b', field: 'label', value: 'Sums', seen: 'Total' }])
    expect(write(second, 'b', 'Total', 'Somebody else’s')).toEqual([])
  })

  test('only a label has to be there', () => {
    const [label] = write([], 'b', '  ', 'Total')
    const [description] = writeWords([], { id: 'b', field: 'description', value: '', seen: 'Net' })
    expect([lacksLabel(label), lacksLabel(description), lacksLabel(undefined)]).toEqual([true, false, false])
  })

  test('is sent with what was seen, the table apart from its columns', () => {
    const draft = writeWords(write(write([], 't', ' Sales ', 'Orders'), 'b', 'Sum', 'Total'), {
      id: 'b',
      field: 'description',
      value: '',
      seen: 'Net',
    })
    expect(toDescription('t', draft)).toEqual({
      tableId: 't',
      label: 'Sales',
      seen: { label: 'Orders' },
      columns: [{ id: 'b', label: 'Sum', description: '', seen: { label: 'Total', description: 'Net' } }],
    })
    expect(toDescription('t', write([], 'a', 'No.', 'Number'))).toEqual({
      tableId: 't',
      columns: [{ id: 'a', label: 'No.', seen: { label: 'Number' } }],
    })
  })

  test('what others changed to other words is a conflict, until one of the two is kept', () => {
    const draft = write([], 'b', 'Sum', 'Total')
    expect(findConflicts(draft, stored())).toEqual([])
    expect(findConflicts(draft, stored('Sum'))).toEqual([])
    expect(findConflicts(draft, stored('Amount'))).toEqual(draft)
    const mine = rebase(draft, stored('Amount'))
    expect(mine).toEqual([{ id: 'b', field: 'label', value: 'Sum', seen: 'Amount' }])
    expect(findConflicts(mine, stored('Amount'))).toEqual([])
    expect(rebase(draft, stored('Sum'))).toEqual([])
    expect(rebase(write([], 'gone', 'New', 'Old'), stored())).toEqual([])
  })

  test('what was typed while the rest was being saved stays', () => {
    const saved = write(write([], 'a', 'No.', 'Number'), 'b', ' Sum ', 'Total')
    const typed = write(write(saved, 'b', 'Sums', 'Total'), 't', 'Sales', 'Orders')
    expect(withoutSaved(saved, saved)).toEqual([])
    expect(withoutSaved(typed, saved)).toEqual([
      { id: 'b', field: 'label', value: 'Sums', seen: 'Sum' },
      { id: 't', field: 'label', value: 'Sales', seen: 'Orders' },
    ])
  })

  test('undo asks for the words before, where nobody wrote others since', () => {
    expect(reverse(write([], 'b', ' Sum ', 'Total'))).toEqual([
      { id: 'b', field: 'label', value: 'Total', seen: 'Sum' },
    ])
  })
})
