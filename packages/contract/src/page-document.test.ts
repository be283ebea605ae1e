import { describe, expect, it } from 'vitest'
import { emptyPage, isBoundedJson, type PageDocument, pageDocument, pageLimits } from './page-document.ts'

function pageWith(change: (page: PageDocument) => void): PageDocument {
  const page = emptyPage('Page')
  const layout = { desktop: { x: 0, y: 0, w: 4, h: 4 } }
  page.widgets.w = { id: 'w', type: 'text', name: 'text1', parent: null, properties: {}, layout, events: {} }
  page.queries.q = {
    id: 'q',
    name: 'orders',
    kind: 'structured',
    runs: 'manual',
    query: queryWith({ value: 'BR' }),
  }
  change(page)
  return page
}

function queryWith(condition: object, rest: object = {}): PageDocument['queries'][string]['query'] {
  const filter = { kind: 'compare', field: { column: 'country' }, operator: 'eq', ...condition }
  return {
    table: 'orders',
    select: [],
    filter,
    page: { kind: 'offset', offset: 0, limit: 10 },
    ...rest,
  } as never
}

const expression = { $expression: 'filter1.value' }

describe('the schema of pages', () => {
  it('takes a page, and expressions where a query has values', () => {
    expect(pageDocument.safeParse(pageWith(() => {})).error).toBeUndefined()
    for (const query of [
      queryWith({ value: expression }),
      queryWith({ kind: 'in', operator: undefined, values: expression }),
      queryWith({ value: { ...expression, whenEmpty: 'nothing' } }),
      queryWith({ value: 'x' }, { page: { kind: 'offset', offset: 0, limit: expression } }),
    ]) {
      const plain = JSON.parse(JSON.stringify(query)) as typeof query
      expect(
        pageDocument.safeParse(
          pageWith((page) => {
            page.queries.q!.query = plain
          }),
        ).error,
      ).toBeUndefined()
    }
  })

  it.each<[string, (page: PageDocument) => void]>([
    ['an unknown key', (page) => Object.assign(page, { script: 'x' })],
    [
      'another id than its entry',
      (page) => {
        page.widgets.w!.id = 'v'
      },
    ],
    [
      'an id of every object',
      (page) => {
        page.widgets.constructor = { ...page.widgets.w!, id: 'constructor' } as never
      },
    ],
    [
      'a reserved name',
      (page) => {
        page.widgets.w!.name = 'state'
      },
    ],
    [
      'a place out of the grid',
      (page) => {
        page.widgets.w!.layout.desktop.x = 24
      },
    ],
    [
      'too long an expression',
      (page) => {
        page.widgets.w!.visible = 'x'.repeat(pageLimits.expressionLength + 1)
      },
    ],
    [
      'an unknown action',
      (page) => {
        page.widgets.w!.events.press = [{ kind: 'runScript' } as never]
      },
    ],
    [
      'an expression as table',
      (page) => {
        page.queries.q!.query = queryWith({ value: 'x' }, { table: expression })
      },
    ],
    [
      'an expression as column',
      (page) => {
        page.queries.q!.query = queryWith({ field: { column: expression }, value: 'x' })
      },
    ],
    [
      'an expression as operator',
      (page) => {
        page.queries.q!.query = queryWith({ operator: expression, value: 'x' })
      },
    ],
    [
      'more keys in an expression',
      (page) => {
        page.queries.q!.query = queryWith({ value: { ...expression, raw: 'sql' } })
      },
    ],
  ])('refuses %s', (_, change) => {
    expect(pageDocument.safeParse(pageWith(change)).success).toBe(false)
  })

  it('bounds what a value may hold', () => {
    expect(isBoundedJson({ a: [1, 'x', null, true] })).toBe(true)
    for (const value of [Number.NaN, undefined, new Date(), 1n, 'x'.repeat(30_000), Array(6000).fill(0)])
      expect(isBoundedJson(value)).toBe(false)
    expect(isBoundedJson(JSON.parse('['.repeat(40) + ']'.repeat(40)))).toBe(false)
    expect(isBoundedJson(JSON.parse('{"__proto__": 1}'))).toBe(false)
  })
})
