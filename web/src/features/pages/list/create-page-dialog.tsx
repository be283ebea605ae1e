import { createPage, listPages } from '@flexoffice/contract/pages'
import { Button, Dialog, Form, TextField, useForm } from '@flexoffice/ui'
import { useNavigate } from '@tanstack/react-router'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useAct } from '../../../core/session/client.ts'
import { readFormProblems } from '../../../core/session/problems.ts'

/** Asks for a title and opens the new page in the editor. */
export function CreatePageDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useMessages()
  const navigate = useNavigate()
  const act = useAct(createPage, { invalidates: [listPages], quiet: true })
  const form = useForm({
    initial: { title: '' },
    validate: ({ title }) => ({ title: title.trim() === '' ? t('pages.create.titleNeeded') : undefined }),
    readFailure: readFormProblems,
    async submit({ title }) {
      const page = await act.mutateAsync({ title: title.trim() })
      await navigate({ to: `/pages/${page.id}/edit` as never })
    },
  })
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      size="sm"
      title={t('pages.create.title')}
      description={t('pages.create.description')}
      footer={
        <>
          <Button onClick={onClose}>{t('pages.cancel')}</Button>
          <Button variant="primary" busy={form.busy} onClick={form.form.onSubmit}>
            {t('pages.create.act')}
          </Button>
        </>
      }
    >
      <Form {...form.form}>
        <TextField
          {...form.field('title')}
          label={t('pages.create.name')}
          placeholder={t('pages.create.example')}
          autoFocus
          autoComplete="off"
          maxLength={200}
        />
      </Form>
    </Dialog>
  )
}
