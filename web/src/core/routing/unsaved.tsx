import { ConfirmDialog } from '@flexoffice/ui'
import { useBlocker } from '@tanstack/react-router'
import { useMessages } from '../i18n/languages.ts'

/** Asks before leaving a screen with unsaved work; put it inside the form with `when={form.dirty}`. */
export function UnsavedGuard({ when }: { when: boolean }) {
  const { t } = useMessages()
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname,
    enableBeforeUnload: () => when,
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
