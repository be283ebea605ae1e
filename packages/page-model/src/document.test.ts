import { emptyPage, pageDocument } from '@flexoffice/contract/page-document'
import { defineWidget } from '@flexoffice/sdk/widget'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { applyVersion } from './apply-version.ts'
import { fromPageDocument, toPageDocument } from './document.ts'
import { createUndoManager } from './edit-document.ts'
import { moveWidget, moveWidgetStep, resizeWidget } from './edit-layout.ts'
import { addQuery, setStateEntry, setTheme, setTitle, updateQuery } from './edit-page.ts'
import {
  addWidget,
  duplicateWidget,
  removeWidgets,
  setEvent,
  setProperty,
  setVisible,
} from './edit-widgets.ts'
import { followDocument } from './follow-document.ts'
import { printStable } from './stable-json.ts'

const box = defineWidget({
  type: 'box',
  version: 1,
  label: 'box',
  description: 'box',
  icon: 'box',
  category: 'layout',
  defaultSize: { w: 6, h: 6 },
  minSize: { w: 2, h: 2 },
  properties: [{ name: 'title', type: 'text', label: 'title', group: 'data', default: 'Box' }],
  events: [{ name: 'press', label: 'press' }],
  exposes: [],
  container: true,
})

function newDocument(clientId: number): Y.Doc {
  const ydoc = new Y.Doc()
  ydoc.clientID = clientId
  return ydoc
}

function startTogether(count: number): Y.Doc[] {
  const first = newDocument(1)
  fromPageDocument(emptyPage('Orders'), first)
  addWidget(first, box)
  addWidget(first, box, { place: { x: 8, y: 0 } })
  addQuery(first, {
    query: { table: 't', select: [], page: { kind: 'offset', offset: 0, limit: 10 } },
    runs: 'manual',
  })
  return [first, ...Array.from({ length: count - 1 }, (_, index) => newDocument(index + 2))].map((ydoc) => {
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(first))
    return ydoc
  })
}

function exchange(documents: Y.Doc[]): void {
  const updates = documents.map((ydoc) => Y.encodeStateAsUpdate(ydoc))
  for (const ydoc of documents) for (const update of updates) Y.applyUpdate(ydoc, update)
}

type Step = { who: number; act: number; pick: number; x: number; y: number }
const step = fc.record({ who: fc.nat(1), act: fc.nat(11), pick: fc.nat(20), x: fc.nat(23), y: fc.nat(30) })

function perform(ydoc: Y.Doc, { act, pick, x, y }: Step): unknown {
  const page = toPageDocument(ydoc)
  const widgets = Object.keys(page.widgets)
  const id = widgets[pick % Math.max(1, widgets.length)]
  const other = widgets[(pick + 1) % Math.max(1, widgets.length)]
  if (act === 0 || !id) return addWidget(ydoc, box, { place: { x, y } })
  if (act === 1) return setProperty(ydoc, id, 'title', { kind: 'value', value: `${x}` })
  if (act === 2) return moveWidget(ydoc, id, { x, y })
  if (act === 3) return resizeWidget(ydoc, id, { w: x + 1, h: y + 1 })
  if (act === 4) return removeWidgets(ydoc, [id])
  if (act === 5) return duplicateWidget(ydoc, id)
  if (act === 6) return setVisible(ydoc, id, x % 2 ? 'true' : null)
  if (act === 7) return setEvent(ydoc, id, 'press', [{ kind: 'refresh' }])
  if (act === 8) return setTheme(ydoc, { mode: x % 2 ? 'dark' : 'light' })
  if (act === 9) return setStateEntry(ydoc, `s${x % 3}`, y % 3 ? { type: 'number', initial: y } : null)
  if (act === 10)
    return updateQuery(ydoc, Object.keys(page.queries)[0]!, { runs: x % 2 ? 'automatic' : 'manual' })
  if (other !== id && page.widgets[other!]!.parent === null)
    return moveWidget(ydoc, id, { x, y, parent: other })
}

describe('the live page', () => {
  it('converges to one valid page, whatever two people do at once', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), fc.array(step, { maxLength: 6 }), (apart, later) => {
        const documents = startTogether(2)
        const followers = documents.map(followDocument)
        for (const steps of [apart, later]) {
          for (const one of steps) {
            try {
              perform(documents[one.who]!, one)
            } catch (error) {
              expect(error).toMatchObject({ code: 'invalid_input' })
            }
          }
          exchange(documents)
        }
        const texts = documents.map((ydoc) => printStable(toPageDocument(ydoc)))
        expect(texts[1]).toBe(texts[0])
        expect(pageDocument.safeParse(toPageDocument(documents[0]!)).error).toBeUndefined()
        for (const [index, follower] of followers.entries())
          expect(printStable(follower.getSnapshot())).toBe(texts[index])
      }),
      { numRuns: 60 },
    )
  })

  it('keeps edits of different properties of one widget', () => {
    const [ana, ben] = startTogether(2) as [Y.Doc, Y.Doc]
    const id = Object.keys(toPageDocument(ana).widgets)[0]!
    setProperty(ana, id, 'title', { kind: 'value', value: 'Ana' })
    moveWidgetStep(ben, id, 'down')
    exchange([ana, ben])
    const widget = toPageDocument(ben).widgets[id]!
    expect(widget.properties.title).toEqual({ kind: 'value', value: 'Ana' })
    expect(widget.layout.desktop.y).toBe(1)
  })

  it('round-trips as JSON and restores a version with the smallest change', () => {
    const [ydoc] = startTogether(1) as [Y.Doc]
    const version = toPageDocument(ydoc)
    const [first, second] = Object.keys(version.widgets) as [string, string]
    const copy = newDocument(9)
    fromPageDocument(version, copy)
    expect(toPageDocument(copy)).toEqual(version)
    setTitle(ydoc, 'Changed')
    removeWidgets(ydoc, [first])
    addWidget(ydoc, box)
    const before = toPageDocument(ydoc).widgets[second]
    applyVersion(ydoc, version)
    expect(printStable(toPageDocument(ydoc))).toBe(printStable(version))
    expect(toPageDocument(ydoc).widgets[second]).toEqual(before)
  })

  it('gives a free name when the wanted one cannot be had', () => {
    const [ydoc] = startTogether(1) as [Y.Doc]
    const names = ['notes', 'notes', 'user', 'no name', 'constructor'].map((name) => {
      const id = addWidget(ydoc, box, { name })
      return toPageDocument(ydoc).widgets[id]!.name
    })
    expect(names).toEqual(['notes', 'notes1', 'user1', 'noname1', 'constructor1'])
  })

  it('undoes only what this person did', () => {
    const [ana, ben] = startTogether(2) as [Y.Doc, Y.Doc]
    const undo = createUndoManager(ana)
    const [first, second] = Object.keys(toPageDocument(ana).widgets) as [string, string]
    removeWidgets(ana, [first])
    setProperty(ben, second, 'title', { kind: 'value', value: 'Ben' })
    exchange([ana, ben])
    undo.undo()
    const { widgets } = toPageDocument(ana)
    expect(widgets[first]).toBeDefined()
    expect(widgets[second]!.properties.title).toEqual({ kind: 'value', value: 'Ben' })
    undo.redo()
    expect(toPageDocument(ana).widgets[first]).toBeUndefined()
  })

  it('takes typing as one step, and adding a widget as its own however fast the next act comes', () => {
    const [ydoc] = startTogether(1) as [Y.Doc]
    const undo = createUndoManager(ydoc)
    const added = addWidget(ydoc, box, { name: 'added' })
    for (const value of ['a', 'ab', 'abc']) setProperty(ydoc, added, 'title', { kind: 'value', value })
    undo.undo()
    expect(toPageDocument(ydoc).widgets[added]!.properties.title).toEqual({ kind: 'value', value: 'Box' })
    undo.undo()
    expect(toPageDocument(ydoc).widgets[added]).toBeUndefined()
  })

  it('keeps the references of the other values of a widget that was touched', () => {
    const [ydoc] = startTogether(1) as [Y.Doc]
    const follower = followDocument(ydoc)
    const [first] = Object.keys(follower.getSnapshot().widgets) as [string]
    setProperty(ydoc, first, 'title', { kind: 'template', source: '{{ 1 }}' })
    const before = follower.getSnapshot().widgets[first]!
    setProperty(ydoc, first, 'other', { kind: 'value', value: 'x' })
    const after = follower.getSnapshot().widgets[first]!
    expect(after.properties.title).toBe(before.properties.title)
    expect(after.layout.desktop).toBe(before.layout.desktop)
    setProperty(ydoc, first, 'title', { kind: 'template', source: '{{ 2 }}' })
    expect(follower.getSnapshot().widgets[first]!.properties.title).toEqual({
      kind: 'template',
      source: '{{ 2 }}',
    })
  })

  it('keeps the reference of a widget that nobody touched', () => {
    const [ydoc] = startTogether(1) as [Y.Doc]
    const follower = followDocument(ydoc)
    const [first, second] = Object.keys(follower.getSnapshot().widgets) as [string, string]
    const before = follower.getSnapshot()
    setProperty(ydoc, first, 'title', { kind: 'value', value: 'x' })
    expect(follower.getSnapshot().widgets[second]).toBe(before.widgets[second])
    expect(follower.getSnapshot().widgets[first]).not.toBe(before.widgets[first])
  })
})
