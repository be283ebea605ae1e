// @vitest-environment jsdom
import { listAttributes, listPeople, listRoles } from '@flexoffice/contract/people'
import { UiProvider } from '@flexoffice/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { loadWords, setLanguage } from '../../../../core/i18n/languages.ts'
import { translatedUiWords } from '../../../../core/i18n/ui-words.ts'
import { operationKey, queryClient } from '../../../../core/session/client.ts'
import { personViewpoint, roleViewpoint } from './viewpoint.ts'
import { ViewpointChoice } from './viewpoint-choice.tsx'

const attribute = (name: string, type: string) => ({ name, label: name.toUpperCase(), type })

beforeEach(async () => {
  await loadWords(['features/pages', 'features/people'])
  await setLanguage('en')
  queryClient.setDefaultOptions({ queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } })
  queryClient.setQueryData(operationKey(listRoles, {}), { roles: [{ key: 'viewer' }] })
  queryClient.setQueryData(operationKey(listPeople, {}), { people: [] })
})
afterEach(() => {
  cleanup()
  queryClient.clear()
})

it('previews as a role with the attributes that the author gives, all at once', async () => {
  const attributes = [attribute('country', 'text'), attribute('regions', 'text_list')]
  queryClient.setQueryData(operationKey(listAttributes, {}), { attributes })
  const onChange = vi.fn()
  draw(onChange)
  await choose('See it as', 'A role')
  await choose('Choose a role', 'Viewer')
  expect(onChange).toHaveBeenLastCalledWith(roleViewpoint('viewer', {}))
  fireEvent.click(screen.getByRole('button', { name: 'Attributes: none' }))
  const country = await screen.findByRole('textbox', { name: /^COUNTRY/ })
  fireEvent.change(country, { target: { value: 'Brazil' } })
  fireEvent.change(screen.getByRole('textbox', { name: /^REGIONS/ }), { target: { value: 'North\n' } })
  expect(onChange).toHaveBeenLastCalledWith(roleViewpoint('viewer', {}))
  fireEvent.click(screen.getByRole('button', { name: 'Use these' }))
  const given = { country: 'Brazil', regions: ['North'] }
  expect(onChange).toHaveBeenLastCalledWith({
    as: { roles: ['viewer'], attributes: given },
    user: { roles: ['viewer'], attributes: given },
  })
  expect(await screen.findByRole('button', { name: 'Attributes: 2' })).toBeTruthy()
})

it('asks for no attributes where none is declared, and takes a person as they are', async () => {
  queryClient.setQueryData(operationKey(listAttributes, {}), { attributes: [] })
  draw(vi.fn())
  await choose('See it as', 'A role')
  expect(await screen.findByRole('combobox', { name: 'Choose a role' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: /Attributes/ })).toBeNull()
  const ana = { id: 'a', name: 'Ana', email: 'ana@x', roles: ['viewer'], attributes: { country: 'BR' } }
  expect(personViewpoint('a', ana)).toEqual({ as: { personId: 'a' }, user: ana })
  expect(personViewpoint('a', undefined)).toEqual({ as: { personId: 'a' } })
})

function draw(onChange: () => void): void {
  render(
    <QueryClientProvider client={queryClient}>
      <UiProvider words={translatedUiWords()}>
        <ViewpointChoice onChange={onChange} />
      </UiProvider>
    </QueryClientProvider>,
  )
}

async function choose(field: string, option: string): Promise<void> {
  const control = await screen.findByRole('combobox', { name: field })
  if (control instanceof HTMLInputElement) {
    fireEvent.change(control, { target: { value: option } })
    fireEvent.focus(control)
  } else fireEvent.click(control)
  const wanted = await screen.findByRole('option', { name: option })
  fireEvent.keyDown(wanted, { key: 'Enter' })
  fireEvent.click(wanted)
}
