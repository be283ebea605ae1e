// @vitest-environment jsdom
import { emptyPage, type WidgetNode } from '@flexoffice/contract/page-document'
import { fromPageDocument, removeWidgets, setEvent, setProperty } from '@flexoffice/page-model'
import { UiProvider } from '@flexoffice/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { hasMessage, loadWords } from '../../../../core/i18n/languages.ts'
import { translatedUiWords } from '../../../../core/i18n/ui-words.ts'
import { queryClient } from '../../../../core/session/client.ts'
import { createStore } from '../../../../core/store.ts'
import { select } from '../commands.ts'
import { createEditor, type Editor, EditorContext } from '../editor.ts'
import type { LiveState, Presence } from '../live/live-page.ts'
import { formatsFor } from './column-formats.ts'
import { PropertyPanel } from './property-panel.tsx'

let editor: Editor

beforeEach(async () => {
  await loadWords(['core/expression-field', 'features/pages'])
  const page = emptyPage('Page')
  page.widgets.figure = {
    id: 'figure',
    type: 'kpi',
    name: 'kpi1',
    parent: null,
    properties: { value: { kind: 'value', value: 5 } },
    layout: { desktop: { x: 0, y: 0, w: 6, h: 10 } },
    events: {},
  }
  const widget = (id: string, type: string, name: string, properties: WidgetNode['properties']) => {
    page.widgets[id] = { ...page.widgets.figure!, id, type, name, properties }
  }
  widget('rows', 'table', 'table1', {
    columns: { kind: 'value', value: [{ column: 'total' }, { column: 'country' }] },
  })
  widget('entry', 'form', 'form1', {
    fields: { kind: 'value', value: [{ column: 'total', label: 'Total' }] },
  })
  const ydoc = new Y.Doc()
  fromPageDocument(page, ydoc)
  const state: LiveState = { loaded: true, connection: 'connected', unsaved: 0, readOnly: false, ended: null }
  const live = {
    ydoc,
    state: createStore(state),
    others: createStore<readonly Presence[]>([]),
    show: () => {},
    stop: () => {},
  }
  editor = createEditor('page', live, { user: {}, navigate: () => {} })
  select(editor, ['figure'])
  render(
    <QueryClientProvider client={queryClient}>
      <UiProvider words={translatedUiWords()}>
        <EditorContext value={editor}>
          <PropertyPanel />
        </EditorContext>
      </UiProvider>
    </QueryClientProvider>,
  )
})
afterEach(() => {
  cleanup()
  editor.stop()
})

const decimals = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Decimal places' })
const held = () => editor.document.getSnapshot().widgets.figure!.properties

it('writes one value of the document with each keystroke, and the preview has it at once', () => {
  const updates = vi.fn()
  editor.ydoc.on('update', updates)
  fireEvent.keyDown(decimals(), { key: 'ArrowUp' })
  expect(held().decimals).toEqual({ kind: 'value', value: 1 })
  expect(decimals().value).toBe('1')
  expect(editor.runtime.getWidget('figure').properties.decimals).toBe(1)
  expect(updates).toHaveBeenCalledTimes(1)
  act(() => void editor.undo.undo())
  expect(decimals().value).toBe('0')
})

it('follows what somebody else changes, and shows the fields that belong to it', () => {
  expect(screen.queryByText('Currency')).toBeNull()
  act(() => setProperty(editor.ydoc, 'figure', 'format', { kind: 'value', value: 'money' }))
  expect(screen.getByText('Currency')).toBeTruthy()
  act(() => setProperty(editor.ydoc, 'figure', 'decimals', { kind: 'value', value: 3 }))
  expect(decimals().value).toBe('3')
  act(() => setEvent(editor.ydoc, 'figure', 'press', [{ kind: 'refresh' }]))
  expect(screen.getByRole('button', { name: /^Remove: / })).toBeTruthy()
})

it('turns the number that is there now into an expression', () => {
  act(() => setProperty(editor.ydoc, 'figure', 'decimals', { kind: 'value', value: 2 }))
  fireEvent.click(screen.getByRole('button', { name: /Decimal places/ }))
  expect(held().decimals).toEqual({ kind: 'expression', source: '2' })
})

it('locks its fields for who may only look, and shows the page when the widget is gone', () => {
  act(() => editor.live.state.set({ ...editor.live.state.get(), readOnly: true }))
  expect(decimals().disabled).toBe(true)
  act(() => removeWidgets(editor.ydoc, ['figure']))
  expect(screen.getByRole('heading', { name: 'Page' })).toBeTruthy()
})

/** The settings of one column of a widget, unfolded. */
function unfold(widgetId: string, column: string): HTMLElement {
  act(() => select(editor, [widgetId]))
  const button = screen.getByRole('button', { name: `Settings of ${column}` })
  expect(button.getAttribute('aria-expanded')).toBe('false')
  fireEvent.click(button)
  expect(button.getAttribute('aria-expanded')).toBe('true')
  return screen.getByRole('group', { name: `Settings of ${column}` })
}

const listed = (widgetId: string, property: string) =>
  editor.document.getSnapshot().widgets[widgetId]!.properties[property]

it('sets how a column of a table is written, and takes it back', async () => {
  const settings = within(unfold('rows', 'total'))
  expect(settings.queryByRole('combobox', { name: 'Currency' })).toBeNull()
  fireEvent.keyDown(settings.getByRole('textbox', { name: 'Width' }), { key: 'ArrowUp' })
  const narrow = {
    kind: 'value',
    value: [{ column: 'total', width: expect.any(Number) }, { column: 'country' }],
  }
  expect(listed('rows', 'columns')).toEqual(narrow)
  act(() =>
    setProperty(editor.ydoc, 'rows', 'columns', {
      kind: 'value',
      value: [{ column: 'total', format: 'money', currency: 'eur' }, { column: 'country' }],
    }),
  )
  expect(settings.getByRole<HTMLInputElement>('combobox', { name: 'Currency' }).value).toContain('EUR')
  expect(settings.queryByRole('textbox', { name: 'Decimal places' })).toBeNull()
  act(() => void editor.undo.undo())
  act(() => void editor.undo.undo())
  expect(listed('rows', 'columns')).toEqual({
    kind: 'value',
    value: [{ column: 'total' }, { column: 'country' }],
  })
})

it('sets what a field of a form asks for, and leaves no trace of what was taken back', () => {
  const settings = within(unfold('entry', 'Total'))
  const required = settings.getByRole('switch', { name: 'Must be filled in' })
  fireEvent.click(required)
  fireEvent.change(settings.getByRole('textbox', { name: 'Help below the field' }), {
    target: { value: 'In euros' },
  })
  const field = { column: 'total', label: 'Total' }
  expect(listed('entry', 'fields')).toEqual({
    kind: 'value',
    value: [{ ...field, required: true, help: 'In euros' }],
  })
  fireEvent.click(required)
  fireEvent.change(settings.getByRole('textbox', { name: 'Help below the field' }), { target: { value: '' } })
  expect(listed('entry', 'fields')).toEqual({ kind: 'value', value: [field] })
  expect(settings.queryByRole('textbox', { name: 'What to say when the rule is broken' })).toBeNull()
})

it('offers the formats that fit a column’s type, each with its words', () => {
  expect(formatsFor('date')).toEqual(['date', 'relativeTime', 'plain'])
  expect(formatsFor('text', 'money')).toContain('money')
  for (const format of formatsFor('dynamic'))
    expect(hasMessage(`pageEditor.columns.formats.${format}`)).toBe(true)
})

it('sets rules of looks: condition, tone and place, in their order, and leaves no trace of what was removed', async () => {
  act(() => select(editor, ['rows']))
  fireEvent.click(screen.getByRole('button', { name: 'Add rule' }))
  fireEvent.click(screen.getByRole('button', { name: 'Add rule' }))
  const empty = { when: { $expression: '' }, tone: 'warning' }
  expect(listed('rows', 'formats')).toEqual({ kind: 'value', value: [empty, empty] })
  const strong = { when: { $expression: 'row.totl' }, tone: 'strong', column: 'total' }
  act(() => setProperty(editor.ydoc, 'rows', 'formats', { kind: 'value', value: [empty, strong] }))
  const second = within(screen.getByRole('group', { name: 'Rule 2' }))
  expect(second.getByRole('combobox', { name: 'Then' }).textContent).toContain('Important')
  expect(screen.getByRole('group', { name: 'Rule 1' }).textContent).toContain('The whole row')
  fireEvent.click(second.getByRole('button', { name: 'Move rule 2 up' }))
  expect(listed('rows', 'formats')).toEqual({ kind: 'value', value: [strong, empty] })
  for (const number of [2, 1]) fireEvent.click(screen.getByRole('button', { name: `Remove rule ${number}` }))
  expect(listed('rows', 'formats')).toBeUndefined()
})

it('marks no place where there is only a value', () => {
  fireEvent.click(screen.getByRole('button', { name: 'Add rule' }))
  const rule = within(screen.getByRole('group', { name: 'Rule 1' }))
  expect(rule.getByRole('combobox', { name: 'Then' })).toBeTruthy()
  expect(rule.queryByRole('combobox', { name: 'Marks' })).toBeNull()
})
