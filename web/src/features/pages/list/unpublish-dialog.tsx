import { listPages, listPageVersions, type Page, unpublishPage } from '@flexoffice/contract/pages'
import { ConfirmDialog, showToast } from '@flexoffice/ui'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useAct } from '../../../core/session/client.ts'
import { useRoleNames } from '../../people/api.ts'

/** Asks before a page is taken from its readers: who loses what, and what stays. */
export function UnpublishDialog({ page, onClose }: { page: Page | null; onClose: () => void }) {
  const { t, language } = useMessages()
  const nameOf = useRoleNames()
  const unpublish = useAct(unpublishPage, {
    invalidates: [listPages, listPageVersions],
    onDone: ({ title }) =>
      showToast({
        tone: 'success',
        title: t('pages.unpublish.done', { title }),
        detail: t('pages.unpublish.doneDetail'),
      }),
  })
  const roles = new Intl.ListFormat(language).format((page?.readers ?? []).map(nameOf))
  return (
    <ConfirmDialog
      open={page !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t('pages.unpublish.title', { title: page?.title ?? '' })}
      confirmLabel={t('pages.unpublish.act')}
      onConfirm={() => page && unpublish.mutateAsync({ pageId: page.id })}
    >
      <p>
        {roles === '' ? t('pages.unpublish.everybody') : t('pages.unpublish.someRoles', { roles })}{' '}
        {t('pages.unpublish.stays')}
      </p>
    </ConfirmDialog>
  )
}
