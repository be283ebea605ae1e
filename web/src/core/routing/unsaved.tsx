import { ConfirmDialog } from '@flexoffice/ui'
import { useBlocker } from '@tanstack/react-router'
import { lazy, Suspense, useRef } from 'react'
import { useMessages } from '../i18n/languages.ts'
import type { DraftProps } from './draft.tsx'

const Draft = lazy(() => import('./draft.tsx'))

/**
 * Asks before leaving a screen with unsaved work; put it inside the form with `when={form.dirty}`. A function is asked at the
 * moment of leaving, for work that is saved so often that nothing should be drawn for it. `isKept`: a draft of it stays.
 */
export function UnsavedGuard({ when, isKept }: { when: boolean | (() => boolean); isKept?: boolean }) {
  const { t } = useMessages()
  const isUnsaved = () => (typeof when === 'function' ? when() : when)
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isUnsaved(),
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  })
  return (
    <ConfirmDialog
      open={blocker.status === 'blocked'}
      onOpenChange={(open) => !open && blocker.reset?.()}
      title={t('shell.unsaved.title')}
      confirmLabel={t('shell.unsaved.leave')}
      onConfirm={() => blocker.proceed?.()}
    >
      {t(isKept ? 'shell.unsaved.kept' : 'shell.unsaved.detail')}
    </ConfirmDialog>
  )
}

/**
 * Keeps what is typed into a form until it is sent or taken back: for this person, in this tab and for its life, because other
 * people may open the browser later. A form that was left unfinished finds it again, but for fields that are no longer there to
 * write or hold something else by now. Answers the line that says so, for the top of the form, and how to forget what is taken back by closing it.
 */
export function useDraft(place: string, form: DraftProps['form'], initial: DraftProps['initial']) {
  const forget = useRef(() => {})
  const notice = (
    <Suspense>
      <Draft place={place} form={form} initial={initial} forget={forget} />
    </Suspense>
  )
  return { notice, forget: () => forget.current() }
}
