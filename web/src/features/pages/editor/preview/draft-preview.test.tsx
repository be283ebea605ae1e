// @vitest-environment jsdom
import { emptyPage } from '@flexoffice/contract/page-document'
import { fromPageDocument } from '@flexoffice/page-model'
import { UiProvider } from '@flexoffice/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { loadWords, setLanguage } from '../../../../core/i18n/languages.ts'
import { translatedUiWords } from '../../../../core/i18n/ui-words.ts'
import { queryClient } from '../../../../core/session/client.ts'
import { createStore } from '../../../../core/store.ts'
import { createEditor, EditorContext } from '../editor.ts'
import type { LiveState, Presence } from '../live/live-page.ts'
import { DraftPreview } from './draft-preview.tsx'

afterEach(cleanup)

it('tells who may not see the page as others why, and whom to ask', async () => {
  await loadWords(['features/pages'])
  await setLanguage('en')
  const ydoc = new Y.Doc()
  fromPageDocument(emptyPage('Page'), ydoc)
  const state: LiveState = { loaded: true, connection: 'connected', unsaved: 1, readOnly: false, ended: null }
  const live = {
    ydoc,
    state: createStore(state),
    others: createStore<readonly Presence[]>([]),
    show: () => {},
    stop: () => {},
  }
  const editor = createEditor('page', live, { user: {}, navigate: () => {} })
  render(
    <QueryClientProvider client={queryClient}>
      <UiProvider words={translatedUiWords()}>
        <EditorContext value={editor}>
          <DraftPreview onClose={() => {}} />
        </EditorContext>
      </UiProvider>
    </QueryClientProvider>,
  )
  expect(screen.getByText(/Your role does not include seeing it as somebody else; ask an Admin/)).toBeTruthy()
  expect(screen.queryByRole('combobox', { name: 'See it as' })).toBeNull()
  editor.stop()
})
