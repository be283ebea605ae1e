// @vitest-environment jsdom
import type { QueryResult, WidgetRendererProps } from '@flexoffice/sdk/widget'
import { UiProvider } from '@flexoffice/ui'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { setLanguage } from '../../../../core/i18n/languages.ts'
import { translatedUiWords } from '../../../../core/i18n/ui-words.ts'
import { SelectFilter } from './select-filter.tsx'

beforeAll(() => setLanguage('en'))
afterEach(cleanup)

const loading: QueryResult = { status: 'loading', rows: [], columns: [], hasMore: false }
const ready: QueryResult = {
  status: 'ready',
  rows: [{ country: 'BR' }, { country: 'PT' }],
  columns: [{ name: 'country', type: 'text' }],
  hasMore: false,
}

function draw(expose: WidgetRendererProps['expose'], values: string[], query: QueryResult) {
  const acts = { hasActions: () => false, emit: async () => {}, requestRows: () => {}, expose }
  const props = {
    widgetId: 'f',
    name: 'country',
    properties: { query: 'q' },
    errors: {},
    mode: 'view',
  } as const
  return (
    <UiProvider words={translatedUiWords()}>
      <SelectFilter
        {...props}
        {...acts}
        queries={{ query }}
        exposed={{ values, value: values[0] ?? null, from: null, to: null }}
      />
    </UiProvider>
  )
}

it('goes back to its first value from one that is not in the list, once the list is there', () => {
  const expose = vi.fn()
  const { rerender } = render(draw(expose, ['XX'], loading))
  expect(expose).not.toHaveBeenCalled()
  rerender(draw(expose, ['XX'], ready))
  expect(expose.mock.calls).toEqual([['values', undefined]])
})

it('gives a chosen value up neither for a list that failed nor for one that lost it later', () => {
  const expose = vi.fn()
  const failed = { ...loading, status: 'error', error: { code: 'source_timeout', message: '' } } as const
  const { rerender } = render(draw(expose, ['PT'], failed))
  rerender(draw(expose, ['PT'], ready))
  rerender(draw(expose, ['PT'], { ...ready, rows: [{ country: 'BR' }] }))
  expect(expose).not.toHaveBeenCalled()
  expect(screen.getByRole('combobox')).toBeTruthy()
})

it('takes no value where its reader may not see the list', () => {
  const expose = vi.fn()
  const withheld = { ...loading, status: 'error', error: { code: 'not_found', message: '' } } as const
  render(draw(expose, ['PT'], withheld))
  expect(expose.mock.calls).toEqual([['values', undefined]])
})
