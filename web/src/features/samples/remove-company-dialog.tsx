import {
  removeSampleCompany,
  type SampleCompany,
  showSampleCompany,
  showSampleUses,
} from '@flexoffice/contract/samples'
import { Banner, ConfirmDialog, SkeletonText } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { useAct, useOperation } from '../../core/session/client.ts'
import { explainError } from '../../core/session/problems.ts'
import { TableUsers } from '../sources/api.ts'

/** Asks before the company goes for good: what goes, which other pages would miss it, its name typed. */
export function RemoveCompanyDialog({ company, onClose }: { company: SampleCompany; onClose: () => void }) {
  const { t, language } = useMessages()
  const { name, tables, page } = company
  const remove = useAct(removeSampleCompany, { invalidates: [showSampleCompany] })
  const names = new Intl.ListFormat(language).format(tables.map(({ label }) => label))
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t('sampleCompany.remove.title', { name })}
      confirmLabel={t('sampleCompany.remove.confirm')}
      typeToConfirm={name}
      onConfirm={() => remove.mutateAsync({ name })}
    >
      <p>{t('sampleCompany.remove.tables', { count: tables.length, names })}</p>
      {page ? <p>{t('sampleCompany.remove.page', { title: page.title })}</p> : null}
      <OtherPages />
    </ConfirmDialog>
  )
}

/** Pages of the workspace's own that ask the tables. */
function OtherPages() {
  const answer = useOperation(showSampleUses, {}, { staleTime: 0 })
  if (answer.isPending) return <SkeletonText lines={1} />
  if (answer.error) return <Banner tone="danger" title={explainError(answer.error).title} />
  return <TableUsers uses={{ ...answer.data, relatedTables: [] }} />
}
