// @vitest-environment jsdom
import { emptyPage, type PageDocument, type WidgetNode } from '@flexoffice/contract/page-document'
import { createPageRuntime } from '@flexoffice/page-model/runtime'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { setLanguage } from '../../../core/i18n/languages.ts'
import { widgetRegistry } from '../widgets/widget-renderers.ts'
import { PageRenderer } from './page-renderer.tsx'

afterEach(cleanup)

function samplePage(): PageDocument {
  const page = emptyPage('Page')
  page.state.count = { type: 'number', initial: 1 }
  const add = (
    id: string,
    type: string,
    y: number,
    properties: PageDocument['widgets'][string]['properties'],
  ) => {
    page.widgets[id] = {
      id,
      type,
      name: id,
      parent: null,
      properties,
      layout: { desktop: { x: 0, y, w: 12, h: 6 } },
      events: {},
    }
  }
  add('button1', 'button', 0, { text: { kind: 'value', value: 'Add' } })
  add('text1', 'text', 10, { content: { kind: 'template', source: 'Count {{ state.count }}' } })
  add('kpi1', 'kpi', 20, { value: { kind: 'expression', source: 'state.count * 1000' } })
  add('broken1', 'marketplace/none', 40, {})
  page.widgets.button1!.events.press = [
    { kind: 'setState', name: 'count', value: { kind: 'expression', source: 'state.count + 1' } },
  ]
  return page
}

it('draws widgets, runs their events, and shows what is not installed', async () => {
  await setLanguage('en')
  const runtime = createPageRuntime({
    page: samplePage(),
    registry: widgetRegistry,
    runQuery: async () => ({ rows: [], columns: [], hasMore: false }),
    perform: () => true,
  })
  const onActionError = vi.fn()
  render(<PageRenderer runtime={runtime} breakpoint="desktop" mode="view" onActionError={onActionError} />)
  const button = await screen.findByRole('button', { name: 'Add' })
  expect(await screen.findByText('Count 1')).toBeTruthy()
  expect(await screen.findByText('1,000')).toBeTruthy()
  expect(screen.getByText(/marketplace\/none/)).toBeTruthy()
  await act(async () => {
    fireEvent.click(button)
  })
  expect(screen.getByText('Count 2')).toBeTruthy()
  expect(screen.getByText('2,000')).toBeTruthy()
  expect(onActionError).not.toHaveBeenCalled()
})

it('makes a button of a figure that does something, and draws the icon of a button', async () => {
  await setLanguage('en')
  const page = samplePage()
  page.widgets.kpi1!.events.press = page.widgets.button1!.events.press!
  page.widgets.button1!.properties.icon = { kind: 'value', value: 'plus' }
  const runtime = createPageRuntime({
    page,
    registry: widgetRegistry,
    runQuery: async () => ({ rows: [], columns: [], hasMore: false }),
    perform: () => true,
  })
  const draw = (mode: 'edit' | 'view') => (
    <PageRenderer runtime={runtime} breakpoint="desktop" mode={mode} onActionError={vi.fn()} />
  )
  const { rerender } = render(draw('view'))
  const figure = await screen.findByRole('button', { name: /kpi1.*1,000/ })
  await act(async () => {
    fireEvent.click(figure)
  })
  expect(screen.getByRole('button', { name: /kpi1.*2,000/ })).toBeTruthy()
  const icon = await screen.findByRole('button', { name: 'Add' })
  await waitFor(() => expect(icon.querySelector('svg.lucide-plus')).toBeTruthy())
  rerender(draw('edit'))
  await act(async () => {
    fireEvent.click(screen.getByRole('button', { name: /kpi1/ }))
  })
  expect(screen.getByRole('button', { name: /kpi1.*2,000/ })).toBeTruthy()
  const still = createPageRuntime({
    page: samplePage(),
    registry: widgetRegistry,
    runQuery: async () => ({ rows: [], columns: [], hasMore: false }),
    perform: () => true,
  })
  rerender(<PageRenderer runtime={still} breakpoint="desktop" mode="view" onActionError={vi.fn()} />)
  expect(await screen.findByRole('region', { name: 'kpi1' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: /kpi1/ })).toBeNull()
})

it('draws only the widget that changed, follows moves, and lets removed widgets go', async () => {
  await setLanguage('en')
  const page = samplePage()
  const runtime = createPageRuntime({
    page,
    registry: widgetRegistry,
    runQuery: async () => ({ rows: [], columns: [], hasMore: false }),
    perform: () => true,
  })
  const drawn: string[] = []
  const frame = (widget: WidgetNode, content: ReactNode) => {
    drawn.push(widget.id)
    return <div data-frame={widget.id}>{content}</div>
  }
  const change = (id: string, part: Partial<WidgetNode>) => {
    drawn.length = 0
    const { widgets } = runtime.getPage()
    act(() =>
      runtime.setPage({ ...runtime.getPage(), widgets: { ...widgets, [id]: { ...widgets[id]!, ...part } } }),
    )
  }
  const place = (id: string) =>
    document.querySelector<HTMLElement>(`[data-frame="${id}"]`)!.parentElement!.style.gridRow
  const ignore = () => {}
  render(
    <PageRenderer runtime={runtime} breakpoint="desktop" mode="edit" onActionError={ignore} frame={frame} />,
  )
  await screen.findByText('1,000')
  change('kpi1', { properties: { value: { kind: 'value', value: 7 } } })
  expect(drawn).toEqual(['kpi1'])
  expect(screen.getByText('7')).toBeTruthy()

  expect(place('text1')).toBe('11 / span 6')
  change('text1', { layout: { desktop: { x: 0, y: 60, w: 12, h: 8 } } })
  expect(place('text1')).toBe('61 / span 8')

  const { text1: _, ...left } = runtime.getPage().widgets
  act(() => runtime.setPage({ ...runtime.getPage(), widgets: left }))
  expect(document.querySelector('[data-frame="text1"]')).toBeNull()
})
