import { ConfirmDialog } from '@flexoffice/ui'
import { useBlocker } from '@tanstack/react-router'
import { useMessages } from '../i18n/languages.ts'

/**
 * Asks before leaving a screen with unsaved work; put it inside the form with `when={form.dirty}`. A function is asked at the
 * moment of leaving, for work that is saved so often that nothing should be drawn for it.
 */
export function UnsavedGuard({ when }: { when: boolean | (() => boolean) }) {
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
      {t('shell.unsaved.detail')}
    </ConfirmDialog>
  )
}
