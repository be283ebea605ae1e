// @vitest-environment jsdom
import { emptyPage } from '@flexoffice/contract/page-document'
import { fromPageDocument } from '@flexoffice/page-model'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createStore } from '../../../../core/store.ts'
import { placeWidget, select } from '../commands.ts'
import { createEditor, type Editor } from '../editor.ts'
import type { LiveState, Presence } from '../live/live-page.ts'
import { pressAnywhere, pressOnCanvas } from './canvas-keys.ts'

let editor: Editor

beforeEach(() => {
  // jsdom lays nothing out, so there is nothing to scroll.
  Element.prototype.scrollIntoView = vi.fn()
  const ydoc = new Y.Doc()
  fromPageDocument(emptyPage('Page'), ydoc)
  const state: LiveState = { loaded: true, connection: 'connected', unsaved: 0, readOnly: false, ended: null }
  const live = {
    ydoc,
    state: createStore(state),
    others: createStore<readonly Presence[]>([]),
    show: () => {},
    stop: () => {},
  }
  editor = createEditor('page', live, { user: {}, navigate: () => {} })
  editor.undo.captureTimeout = 0
  placeWidget(editor, 'text')
})
afterEach(() => editor.stop())

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }
const press = (key: string, held: Partial<typeof plain> = {}) =>
  pressOnCanvas({ ...plain, ...held, key }, editor)
const widgets = () => Object.values(editor.document.getSnapshot().widgets)
const box = () => widgets()[0]!.layout.desktop

test('arrows move, Shift and arrows change the size, within the grid', () => {
  expect(press('ArrowRight')).toBe(true)
  press('ArrowDown')
  expect(box()).toMatchObject({ x: 1, y: 1, w: 12, h: 6 })
  press('ArrowRight', { shiftKey: true })
  press('ArrowUp', { shiftKey: true })
  expect(box()).toMatchObject({ x: 1, y: 1, w: 13, h: 5 })
  for (let count = 0; count < 5; count += 1) press('ArrowLeft')
  expect(box().x).toBe(0)
})

test('Control and D copies, Delete removes, Control and Z brings back', () => {
  press('d', { ctrlKey: true })
  expect(widgets()).toHaveLength(2)
  press('Delete')
  expect(widgets()).toHaveLength(1)
  expect(pressAnywhere({ ...plain, key: 'z', ctrlKey: true }, editor)).toBe(true)
  expect(widgets()).toHaveLength(2)
  pressAnywhere({ ...plain, key: 'Z', ctrlKey: true, shiftKey: true }, editor)
  expect(widgets()).toHaveLength(1)
})

test('Enter uses what is in the widget, Escape leaves the selection', () => {
  press('Enter')
  expect(editor.interacting.get()).toBe(widgets()[0]!.id)
  press('Escape')
  expect(editor.selection.get()).toEqual([])
  expect(press('ArrowLeft')).toBe(false)
})

test('what only looks on changes nothing', () => {
  editor.live.state.set({ ...editor.live.state.get(), readOnly: true })
  select(editor, [widgets()[0]!.id])
  press('ArrowRight')
  press('Delete')
  expect(widgets()).toHaveLength(1)
  expect(box().x).toBe(0)
})

test('widgets that show data ask for it before they are placed', () => {
  placeWidget(editor, 'table')
  expect(editor.pending.get()).toEqual({ type: 'table', place: undefined })
  expect(widgets()).toHaveLength(1)
})
