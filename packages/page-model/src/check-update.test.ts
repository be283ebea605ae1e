import { emptyPage, pageDocument } from '@flexoffice/contract/page-document'
import { defineWidget } from '@flexoffice/sdk/widget'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createShadowDocument, type UpdateOptions } from './check-update.ts'
import { fromPageDocument, toPageDocument } from './document.ts'
import { createUndoManager } from './edit-document.ts'
import { addQuery } from './edit-page.ts'
import { addWidget, removeWidgets, setProperty } from './edit-widgets.ts'

const note = defineWidget({
  type: 'note',
  version: 1,
  label: 'note',
  description: 'note',
  icon: 'note',
  category: 'content',
  defaultSize: { w: 4, h: 4 },
  minSize: { w: 1, h: 1 },
  properties: [{ name: 'title', type: 'text', label: 'title', group: 'data', default: 'Note' }],
  events: [],
  exposes: [],
  container: true,
})

function start() {
  const ydoc = new Y.Doc()
  fromPageDocument(emptyPage('Page'), ydoc)
  const id = addWidget(ydoc, note)
  const state = Y.encodeStateAsUpdate(ydoc)
  return { ydoc, id, state, shadow: createShadowDocument(state) }
}

/** The updates that an edit makes, in a copy, as a forger would send them. */
function forge(state: Uint8Array, change: (ydoc: Y.Doc) => void): Uint8Array {
  const ydoc = new Y.Doc()
  Y.applyUpdate(ydoc, state)
  const before = Y.encodeStateVector(ydoc)
  ydoc.transact(() => change(ydoc))
  return Y.encodeStateAsUpdate(ydoc, before)
}

function widgetOf(ydoc: Y.Doc, id: string): Y.Map<unknown> {
  return ydoc.getMap('widgets').get(id) as Y.Map<unknown>
}

describe('checkUpdate', () => {
  it('accepts honest edits, undo and redo, and follows them', () => {
    const { ydoc, id, shadow } = start()
    const verdicts: boolean[] = []
    ydoc.on('update', (update: Uint8Array) => verdicts.push(shadow.checkUpdate(update).accepted))
    const undo = createUndoManager(ydoc)
    setProperty(ydoc, id, 'title', { kind: 'template', source: 'Hello {{ user.name }}' })
    addWidget(ydoc, note, { parent: id })
    undo.undo()
    undo.redo()
    const page = { kind: 'offset' as const, offset: 0, limit: 5 }
    const filter = { kind: 'in', field: { column: 'c' }, values: { $expression: 'filter1.values' } }
    addQuery(ydoc, { query: { table: 't', select: [], filter, page }, runs: 'manual' })
    removeWidgets(ydoc, [id])
    expect(verdicts.length).toBeGreaterThan(4)
    expect(verdicts).not.toContain(false)
    expect(toPageDocument(shadow.ydoc)).toEqual(toPageDocument(ydoc))
  })

  const forgeries: [string, string, (ydoc: Y.Doc, id: string) => void][] = [
    ['another root', 'unknown_root', (ydoc) => ydoc.getMap('admin').set('a', 1)],
    ['a text as root', 'forged_type', (ydoc) => ydoc.getText('page').insert(0, 'x')],
    ['a list in a root map', 'forged_type', (ydoc) => ydoc.getMap('state').set('a', new Y.Array())],
    ['a text as widget', 'forged_type', (ydoc) => ydoc.getMap('widgets').set('a', new Y.Text('x'))],
    ['bytes', 'forged_type', (ydoc, id) => widgetOf(ydoc, id).set('type', new Uint8Array(3))],
    ['a widget without fields', 'invalid_widget', (ydoc) => ydoc.getMap('widgets').set('a', new Y.Map())],
    [
      'a plain object as widget',
      'invalid_widget',
      (ydoc) => ydoc.getMap('widgets').set('a', { type: 'note' }),
    ],
    ['an unknown field', 'invalid_widget', (ydoc, id) => widgetOf(ydoc, id).set('script', 'alert(1)')],
    ['a number as type', 'invalid_widget', (ydoc, id) => widgetOf(ydoc, id).set('type', 7)],
    ['a name that is no identifier', 'invalid_widget', (ydoc, id) => widgetOf(ydoc, id).set('name', 'a b')],
    ['a reserved name', 'invalid_widget', (ydoc, id) => widgetOf(ydoc, id).set('name', 'user')],
    [
      'a map instead of the properties',
      'invalid_widget',
      (ydoc, id) => widgetOf(ydoc, id).set('properties', 'x'),
    ],
    [
      'a map as property',
      'invalid_widget',
      (ydoc, id) => (widgetOf(ydoc, id).get('properties') as Y.Map<unknown>).set('title', new Y.Map()),
    ],
    [
      'a property without kind',
      'invalid_widget',
      (ydoc, id) => (widgetOf(ydoc, id).get('properties') as Y.Map<unknown>).set('title', 'x'),
    ],
    [
      'a place out of the grid',
      'invalid_widget',
      (ydoc, id) =>
        (widgetOf(ydoc, id).get('layout') as Y.Map<unknown>).set('desktop', { x: 90, y: 0, w: 1, h: 1 }),
    ],
    ['a widget without a type', 'invalid_widget', (ydoc, id) => widgetOf(ydoc, id).delete('type')],
    ['a key of every object', 'forged_key', (ydoc) => ydoc.getMap('state').set('__proto__', null)],
    [
      'a wrong state',
      'invalid_state',
      (ydoc) => ydoc.getMap('state').set('a', { type: 'secret', initial: 1 }),
    ],
    ['a wrong title', 'invalid_page', (ydoc) => ydoc.getMap('page').set('title', 5)],
    ['another format', 'invalid_page', (ydoc) => ydoc.getMap('page').set('formatVersion', 99)],
    ['a too long text', 'value_too_large', (ydoc) => ydoc.getMap('page').set('title', 'x'.repeat(30_000))],
    [
      'SQL as a query',
      'invalid_query',
      (ydoc) => {
        const fields = { name: 'q', kind: 'sql', query: { sql: 'select 1' }, runs: 'manual' }
        ydoc.getMap('queries').set('q', new Y.Map(Object.entries(fields)))
      },
    ],
    [
      'a query of unknown keys',
      'invalid_query',
      (ydoc) => {
        const fields = { name: 'q', kind: 'structured', query: { table: 't', raw: 1 }, runs: 'manual' }
        ydoc.getMap('queries').set('q', new Y.Map(Object.entries(fields)))
      },
    ],
    [
      'an endless nesting',
      'nested_too_deep',
      (ydoc) => {
        let parent: string | null = null
        for (let depth = 0; depth < 9; depth += 1) {
          const map: Y.Map<unknown> = widgetOf(ydoc, addWidget(ydoc, note))
          map.set('parent', parent)
          parent = [...ydoc.getMap('widgets').entries()].find(([, value]) => value === map)![0]
        }
      },
    ],
  ]

  it.each(forgeries)('refuses %s and stays clean', (_, code, change) => {
    const { id, state, shadow } = start()
    const before = toPageDocument(shadow.ydoc)
    const verdict = shadow.checkUpdate(forge(state, (ydoc) => change(ydoc, id)))
    expect(verdict).toMatchObject({ accepted: false, refusal: { code } })
    expect(toPageDocument(shadow.ydoc)).toEqual(before)
    expect([...shadow.ydoc.share.keys()].sort()).toEqual(['page', 'queries', 'state', 'widgets'])
    const honest = forge(state, (ydoc) => setProperty(ydoc, id, 'title', { kind: 'value', value: 'ok' }))
    expect(shadow.checkUpdate(honest).accepted).toBe(true)
  })

  it('refuses garbage, gaps, another writer and what is too large', () => {
    const { ydoc, id, state, shadow } = start()
    const refusalOf = (update: Uint8Array, options?: UpdateOptions) => {
      const verdict = shadow.checkUpdate(update, options)
      return verdict.accepted ? 'accepted' : verdict.refusal.code
    }
    expect(refusalOf(new Uint8Array([9, 9, 9, 9, 255]))).toBe('unreadable_update')
    expect(refusalOf(new Uint8Array(1_000_001))).toBe('update_too_large')
    const updates: Uint8Array[] = []
    ydoc.on('update', (update: Uint8Array) => updates.push(update))
    setProperty(ydoc, id, 'title', { kind: 'value', value: '1' })
    setProperty(ydoc, id, 'title', { kind: 'value', value: '2' })
    expect(refusalOf(updates[1]!)).toBe('update_out_of_order')
    expect(refusalOf(updates[0]!, { isForeignClient: (client) => client === ydoc.clientID })).toBe(
      'foreign_client',
    )
    expect(updates.map((update) => refusalOf(update))).toEqual(['accepted', 'accepted'])
    const small = createShadowDocument(state, {
      updateBytes: 1000,
      documentBytes: state.byteLength,
      entries: 100,
    })
    expect(small.checkUpdate(updates[0]!)).toMatchObject({ refusal: { code: 'document_too_large' } })
  })

  it('never throws and always holds a valid page, whatever bytes come', () => {
    const damage = fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 6 }), (damages) => {
        const { id, state, shadow } = start()
        for (const [round, places] of damages.entries()) {
          const update = forge(state, (ydoc) => {
            setProperty(ydoc, id, 'title', { kind: 'value', value: `round ${round}` })
            addWidget(ydoc, note)
          })
          for (const [place, byte] of places) update[place % update.length] = byte
          shadow.checkUpdate(update)
          expect(pageDocument.safeParse(toPageDocument(shadow.ydoc)).error).toBeUndefined()
        }
        const honest = forge(Y.encodeStateAsUpdate(shadow.ydoc), (ydoc) => {
          addWidget(ydoc, note)
        })
        expect(shadow.checkUpdate(honest).accepted).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})
