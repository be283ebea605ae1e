import { ConfirmDialog } from '@flexoffice/ui'
import { useMessages } from '../../../core/i18n/languages.ts'
import { createStore, useStore } from '../../../core/store.ts'

interface Question {
  text: string
  answer: (confirmed: boolean) => void
}

const open = createStore<Question | null>(null)

/** Asks the person before an action of a page; resolves to whether they agreed. */
export function askConfirmation(text: string): Promise<boolean> {
  open.get()?.answer(false)
  return new Promise((answer) => open.set({ text, answer }))
}

/** Where the question appears; one per screen that runs pages. */
export function ConfirmationHost() {
  const { t } = useMessages()
  const question = useStore(open)
  const finish = (confirmed: boolean) => {
    question?.answer(confirmed)
    open.set(null)
  }
  return (
    <ConfirmDialog
      open={question !== null}
      onOpenChange={(next) => !next && open.get() && finish(false)}
      title={question?.text ?? ''}
      danger={false}
      confirmLabel={t('pages.run.confirm')}
      onConfirm={() => finish(true)}
    />
  )
}
