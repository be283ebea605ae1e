// @vitest-environment jsdom
import type { Page } from '@flexoffice/contract/pages'
import { listRoles } from '@flexoffice/contract/people'
import { UiProvider } from '@flexoffice/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadWords, setLanguage } from '../../../core/i18n/languages.ts'
import { translatedUiWords } from '../../../core/i18n/ui-words.ts'
import { operationKey, queryClient } from '../../../core/session/client.ts'
import { UnpublishDialog } from './unpublish-dialog.tsx'

const ownRole = { key: 'custom_shift', name: 'Night shift' }

beforeEach(async () => {
  await loadWords(['features/pages/list', 'features/people/words'])
  queryClient.setQueryData(operationKey(listRoles, {}), { roles: [ownRole] })
})
afterEach(cleanup)

function ask(readers: string[]): void {
  const page = { id: 'p', title: 'Orders', readers, publishedVersion: 3 } as Page
  render(
    <QueryClientProvider client={queryClient}>
      <UiProvider words={translatedUiWords()}>
        <UnpublishDialog page={page} onClose={() => {}} />
      </UiProvider>
    </QueryClientProvider>,
  )
}

it('says who loses the page, by the names of their roles, and what stays', async () => {
  await setLanguage('en')
  ask([])
  expect(
    await screen.findByText(/^Everybody in the workspace loses .* The draft and all versions stay/),
  ).toBeTruthy()
  cleanup()
  ask(['editor', 'viewer', 'custom_shift'])
  expect(await screen.findByText(/roles lose this page: Editor, Viewer, and Night shift\./)).toBeTruthy()
  cleanup()
  await setLanguage('pt-BR')
  // A role that was deleted since has no name any more.
  ask(['editor', 'custom_long_gone'])
  expect(await screen.findByText(/papéis perdem esta página: Editor e Long gone\./)).toBeTruthy()
})
