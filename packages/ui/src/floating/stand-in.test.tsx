// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { Combobox, MultiCombobox } from '../fields/combobox.tsx'
import { Select } from '../fields/select.tsx'
import { Menu } from '../overlays/menu.tsx'
import { Popover } from '../overlays/popover.tsx'
import { ToastRegion } from '../overlays/toast.tsx'
import { closeToast, showToast } from '../overlays/toast-queue.ts'
import { loadDeferred } from './deferred.ts'

beforeAll(() => {
  class Observer {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  vi.stubGlobal('ResizeObserver', Observer)
  Element.prototype.scrollIntoView = () => {}
})
afterEach(cleanup)

// Code that has come stays, so these tests stand in the order in which it comes.

const options = [
  { value: 'ana', label: 'Ana' },
  { value: 'bruno', label: 'Bruno' },
]

test('a press on a menu button that came before the menu opens it', async () => {
  const run = vi.fn()
  render(<Menu trigger={<button type="button">More</button>} items={[{ label: 'Rename', onSelect: run }]} />)
  const standIn = screen.getByRole('button', { name: 'More' })
  expect(standIn.getAttribute('aria-haspopup')).toBe('menu')
  fireEvent.click(standIn)
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Rename' }))
  expect(run).toHaveBeenCalledOnce()
})

test('a list takes the place of its stand-in with its name, its value and the focus', async () => {
  render(
    <Select
      label="Owner"
      name="owner"
      error="Choose one."
      options={options}
      value="ana"
      onChange={() => {}}
    />,
  )
  const standIn = screen.getByRole('combobox', { name: 'Owner', description: 'Choose one.' })
  expect(standIn.textContent).toBe('Ana')
  act(() => standIn.focus())
  await waitFor(() => expect(standIn.isConnected).toBe(false))
  const real = screen.getByRole('combobox', { name: 'Owner', description: 'Choose one.' })
  expect(real.textContent).toBe('Ana')
  expect(real.className).toBe(standIn.className)
  await waitFor(() => expect(document.activeElement).toBe(real))
})

test('what was typed before the list came is searched for', async () => {
  const chosen = vi.fn()
  render(<Owner onChoose={chosen} />)
  const standIn = screen.getByRole('combobox', { name: 'Owner' })
  fireEvent.change(standIn, { target: { value: 'br' } })
  fireEvent.focus(standIn)
  fireEvent.click(await screen.findByRole('option', { name: 'Bruno' }))
  expect(chosen).toHaveBeenLastCalledWith('bruno')
  const real = screen.getByRole('combobox', { name: 'Owner', description: 'Choose one.' })
  expect(real).not.toBe(standIn)
  expect(real.getAttribute('aria-invalid')).toBe('true')
  expect(screen.queryByRole('option', { name: 'Ana' })).toBeNull()
})

test('Escape closes the list of several, and pressed again keeps what is chosen', async () => {
  const changed = vi.fn()
  const around = vi.fn()
  document.addEventListener('keydown', around)
  render(<MultiCombobox label="Roles" options={options} values={['ana']} onChange={changed} />)
  const standIn = screen.getByRole('combobox', { name: 'Roles' })
  fireEvent.change(standIn, { target: { value: 'br' } })
  fireEvent.focus(standIn)
  await screen.findByRole('option', { name: 'Bruno' })
  const field = screen.getByRole('combobox', { name: 'Roles' })
  fireEvent.keyDown(field, { key: 'Escape' })
  await waitFor(() => expect(screen.queryByRole('option', { name: 'Bruno' })).toBeNull())
  around.mockClear()
  fireEvent.keyDown(field, { key: 'Escape' })
  expect(changed).not.toHaveBeenCalled()
  expect(around).toHaveBeenCalledOnce()
  document.removeEventListener('keydown', around)
})

test('a message sent before the toasts came is shown, and one taken back is not', async () => {
  showToast({ title: 'Saved' })
  closeToast(showToast({ title: 'Never mind' }))
  render(<ToastRegion />)
  expect(await screen.findByText('Saved')).toBeTruthy()
  expect(screen.queryByText('Never mind')).toBeNull()
})

test('code that comes between press and release does not swallow the press', async () => {
  render(
    <Popover title="Columns" trigger={<button type="button">Show</button>}>
      All of them
    </Popover>,
  )
  const standIn = screen.getByRole('button', { name: 'Show' })
  fireEvent.pointerDown(standIn, { button: 0 })
  await act(async () => {
    loadDeferred()
    await import('./popover.tsx')
  })
  expect(standIn.isConnected).toBe(true)
  fireEvent.pointerUp(standIn)
  fireEvent.click(standIn)
  expect(await screen.findByText('All of them')).toBeTruthy()
})

function Owner({ onChoose }: { onChoose: (value: string | null) => void }) {
  const [value, setValue] = useState<string | null>(null)
  const choose = (next: string | null) => {
    onChoose(next)
    setValue(next)
  }
  return <Combobox label="Owner" error="Choose one." options={options} value={value} onChange={choose} />
}
