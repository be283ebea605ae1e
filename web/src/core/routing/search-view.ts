import type { GridSort } from '@flexoffice/ui'
import { joinWords, type SearchField, splitWords } from './search.ts'

/** The most that an address may ask of a list. */
const most = { sorts: 8, conditions: 100 }

/** One condition as an address names it; whether there is such a question is not known here. */
export interface SearchCondition {
  column: string
  operator: string
  values: string[]
  /** What the column holds, where that must be known before any answer told it. */
  type?: string
}

/** The order of a list in the address bar: `country,-total`, with - before those that begin with the largest. */
export function searchOrder(): SearchField<readonly GridSort[]> {
  return {
    fallback: [],
    read: (text) => splitList(text).slice(0, most.sorts).map(readSort),
    write: (sort) =>
      joinWords(
        sort.map(({ column, direction }) => (direction === 'descending' ? `-${column}` : column)),
        ',',
      ),
  }
}

/** Conditions on a list in the address bar: `gte*total*100,in*country*BR*US`. Those that `isKnown` refuses are left out. */
export function searchConditions<Condition extends SearchCondition>(
  isKnown: (condition: SearchCondition) => condition is Condition,
): SearchField<readonly Condition[]> {
  return {
    fallback: [],
    read: (text) => splitList(text).slice(0, most.conditions).map(readCondition).filter(isKnown),
    write: (conditions) => joinWords(conditions.map(writeCondition), ','),
  }
}

function readSort(text: string): GridSort {
  return text.startsWith('-')
    ? { column: text.slice(1), direction: 'descending' }
    : { column: text, direction: 'ascending' }
}

function writeCondition({ operator, column, values, type }: SearchCondition): string {
  return joinWords([type ? `${operator}.${type}` : operator, column, ...values], '*')
}

function readCondition(text: string): SearchCondition {
  const [question = '', column = '', ...values] = splitWords(text, '*')
  const [operator = '', type] = question.split('.')
  return { column, operator, values, ...(type ? { type } : {}) }
}

function splitList(text: string): string[] {
  return splitWords(text, ',').filter((part) => part !== '')
}
