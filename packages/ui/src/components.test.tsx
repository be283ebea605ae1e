// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import {
  Button,
  CellInput,
  Checkbox,
  ConfirmDialog,
  DateRangeField,
  Form,
  type GridColumn,
  type GridSort,
  NumberField,
  RadioGroup,
  SegmentedControl,
  Switch,
  TextArea,
  TextField,
  UiWordsProvider,
  useForm,
  VirtualTable,
} from './index.ts'

beforeAll(() => {
  class Observer {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  vi.stubGlobal('ResizeObserver', Observer)
  for (const [name, value] of Object.entries({
    offsetWidth: 900,
    clientWidth: 900,
    offsetHeight: 600,
    clientHeight: 600,
  })) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value })
  }
  Element.prototype.scrollTo = () => {}
})
afterEach(cleanup)

test('a busy button keeps its name and ignores presses', () => {
  const press = vi.fn()
  render(
    <Button busy onClick={press}>
      Save changes
    </Button>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Save changes' }))
  expect(press).not.toHaveBeenCalled()
})

test('a refused form sums up its mistakes, takes the focus there and leads to the field', async () => {
  const send = vi.fn(async () => {})
  render(<Invitation send={send} />)
  fireEvent.click(screen.getByRole('button', { name: 'Invite' }))
  const summary = await screen.findByRole('alert')
  expect(document.activeElement).toBe(summary)
  fireEvent.click(screen.getByRole('button', { name: 'Enter an e-mail address.' }))
  const field = screen.getByLabelText('E-mail')
  expect(document.activeElement).toBe(field)
  fireEvent.change(field, { target: { value: 'ana@example.com' } })
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Invite' })))
  expect(send).toHaveBeenCalledWith({ email: 'ana@example.com' })
})

test('what the server refused stays on its field until that is changed', async () => {
  const send = vi.fn(async () => {
    throw new Error('Somebody has this address.')
  })
  render(<Invitation send={send} />)
  const field = screen.getByLabelText('E-mail')
  fireEvent.change(field, { target: { value: 'ana@example.com' } })
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Invite' })))
  fireEvent.focus(field)
  fireEvent.blur(field)
  expect(screen.getAllByText('Somebody has this address.')).toHaveLength(2)
  fireEvent.change(field, { target: { value: 'bia@example.com' } })
  expect(screen.queryByText('Somebody has this address.')).toBeNull()
})

test('every kind of field is named, explained and marked when it is wrong', () => {
  const field = { label: 'Stock', help: 'Whole pieces.', error: 'Enter a number.', onChange: () => {} }
  const notes = { name: 'Stock', description: 'Enter a number. Whole pieces.' }
  const roles = {
    spinbutton: <NumberField {...field} value={1} />,
    textbox: <TextArea {...field} value="" />,
    checkbox: <Checkbox {...field} checked={false} />,
    switch: <Switch {...field} checked />,
    radiogroup: <RadioGroup {...field} value="a" options={[{ value: 'a', label: 'A' }]} />,
    group: <DateRangeField {...field} value={{ from: null, to: null }} />,
  }
  for (const [role, element] of Object.entries(roles)) {
    const { unmount } = render(element)
    const found = screen.getByRole(role === 'spinbutton' ? 'textbox' : role, notes)
    if (role !== 'group') expect(found.getAttribute('aria-invalid'), role).toBe('true')
    unmount()
  }
})

test('a choice of views is one stop of the Tab key, and the arrows go through it', () => {
  const choose = vi.fn()
  const options = ['day', 'week', 'month'].map((value) => ({ value, label: value }))
  render(<SegmentedControl label="View" options={options} value="week" onChange={choose} />)
  const reachable = screen.getAllByRole('button').filter((button) => button.tabIndex === 0)
  expect(reachable.map((button) => button.textContent)).toEqual(['week'])
  act(() => reachable[0]?.focus())
  fireEvent.keyDown(document.activeElement ?? document, { key: 'ArrowRight' })
  expect(document.activeElement?.textContent).toBe('month')
  fireEvent.keyDown(document.activeElement ?? document, { key: 'ArrowRight' })
  expect(document.activeElement?.textContent).toBe('day')
  fireEvent.click(document.activeElement ?? document)
  expect(choose).toHaveBeenCalledExactlyOnceWith('day')
})

test('a grave act waits until its name is typed', async () => {
  const remove = vi.fn()
  render(
    <ConfirmDialog
      open
      onOpenChange={() => {}}
      title="Delete database sales"
      confirmLabel="Delete database"
      typeToConfirm="sales"
      onConfirm={remove}
    />,
  )
  const button = await screen.findByRole('button', { name: 'Delete database' })
  expect(button).toHaveProperty('disabled', true)
  fireEvent.change(screen.getByLabelText('Type sales to confirm'), { target: { value: 'sales' } })
  await act(async () => fireEvent.click(button))
  expect(remove).toHaveBeenCalledOnce()
})

test('a number is typed and written in the language of the words', () => {
  const change = vi.fn()
  render(
    <UiWordsProvider words={{ locale: 'pt-BR' }}>
      <NumberField label="Estoque" value={1500.5} onChange={change} />
    </UiWordsProvider>,
  )
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Estoque' })
  expect(field.value).toBe('1.500,5')
  fireEvent.change(field, { target: { value: '1,25' } })
  fireEvent.blur(field)
  expect(change).toHaveBeenLastCalledWith(1.25)
})

test('the grid draws few rows of many, moves by keys, selects, opens and edits', () => {
  const { opened, edited } = renderGrid()
  const grid = screen.getByRole('grid', { name: 'Orders' })
  expect(grid.getAttribute('aria-rowcount')).toBe('1001')
  expect(screen.getAllByRole('row').length).toBeGreaterThan(10)
  expect(screen.getAllByRole('row').length).toBeLessThan(60)
  act(() => grid.focus())
  fireEvent.keyDown(grid, { key: 'ArrowDown' })
  fireEvent.keyDown(grid, { key: ' ' })
  expect(screen.getByText('1 selected')).toBeTruthy()
  fireEvent.keyDown(grid, { key: 'Enter' })
  expect(opened).toHaveBeenCalledWith('1')
  fireEvent.keyDown(grid, { key: 'ArrowRight' })
  fireEvent.keyDown(grid, { key: 'Enter' })
  const input = screen.getByRole('textbox', { name: 'Name' })
  fireEvent.change(input, { target: { value: 'New' } })
  fireEvent.keyDown(input, { key: 'Enter' })
  expect(edited).toHaveBeenCalledWith('1', 'name', 'New')
  expect(document.activeElement).toBe(grid)
})

test('a row whose cells are all edited in place opens by its button and by Shift+Enter', () => {
  const { opened, edited } = renderGrid()
  const grid = screen.getByRole('grid')
  fireEvent.click(screen.getAllByRole('button', { name: 'Open row' })[2]!)
  expect(opened).toHaveBeenLastCalledWith('2')
  act(() => grid.focus())
  fireEvent.keyDown(grid, { key: 'ArrowRight' })
  fireEvent.keyDown(grid, { key: 'Enter', shiftKey: true })
  expect(opened).toHaveBeenLastCalledWith('0')
  expect(screen.queryByRole('textbox')).toBeNull()
  expect(edited).not.toHaveBeenCalled()
})

test('Shift with a check box selects the rows between', () => {
  renderGrid()
  const boxes = screen.getAllByRole('checkbox', { name: 'Select row' })
  fireEvent.click(boxes[1]!)
  expect(screen.getByText('1 selected')).toBeTruthy()
  fireEvent.click(boxes[4]!, { shiftKey: true })
  expect(screen.getByText('4 selected')).toBeTruthy()
})

test('the grid sorts from the header and copies its range as cells', () => {
  const { sorted } = renderGrid()
  const grid = screen.getByRole('grid')
  act(() => grid.focus())
  fireEvent.keyDown(grid, { key: 'ArrowRight', shiftKey: true })
  fireEvent.keyDown(grid, { key: 'ArrowDown', shiftKey: true })
  const setData = vi.fn()
  fireEvent.copy(grid, { clipboardData: { setData } })
  expect(setData).toHaveBeenCalledWith('text/plain', '0\tCustomer 0\n1\tCustomer 1')
  fireEvent.keyDown(grid, { key: 'Home', ctrlKey: true })
  fireEvent.keyDown(grid, { key: 'ArrowUp' })
  fireEvent.keyDown(grid, { key: 'Enter' })
  expect(sorted).toHaveBeenCalledWith([{ column: 'id', direction: 'ascending' }])
})

function Invitation({ send }: { send: (values: { email: string }) => Promise<void> }) {
  const form = useForm({
    initial: { email: '' },
    validate: (values) => ({ email: values.email.includes('@') ? undefined : 'Enter an e-mail address.' }),
    submit: send,
    readFailure: (failure) => [{ field: 'email', message: (failure as Error).message }],
  })
  return (
    <Form {...form.form} actions={<Button type="submit">Invite</Button>}>
      <TextField label="E-mail" {...form.field('email')} />
    </Form>
  )
}

interface Order {
  id: string
  name: string
}

const orders: Order[] = Array.from({ length: 1000 }, (_, index) => ({
  id: String(index),
  name: `Customer ${index}`,
}))
const columns: Array<GridColumn<Order>> = [
  { id: 'id', title: 'Id', text: (row) => row.id },
  {
    id: 'name',
    title: 'Name',
    text: (row) => row.name,
    editor: (editing) => <CellInput editing={editing} label="Name" initial={editing.row.name} />,
  },
]

interface OrdersProps {
  opened: (id: string) => void
  edited: (id: string, column: string, value: unknown) => void
  sorted: (sort: GridSort[]) => void
}

function Orders({ opened, edited, sorted }: OrdersProps) {
  const [selection, setSelection] = useState<Set<string>>(new Set())
  return (
    <VirtualTable
      label="Orders"
      rows={orders}
      columns={columns}
      rowKey={(row) => row.id}
      selection={selection}
      onSelectionChange={setSelection}
      onSortChange={sorted}
      onOpenRow={(row) => opened(row.id)}
      opener
      onEdit={(row, column, value) => edited(row.id, column, value)}
    />
  )
}

function renderGrid() {
  const calls = { opened: vi.fn(), edited: vi.fn(), sorted: vi.fn() }
  render(<Orders {...calls} />)
  return calls
}
