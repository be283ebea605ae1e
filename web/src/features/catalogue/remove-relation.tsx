import {
  type CatalogueRelation,
  listCatalogue,
  removeRelation,
  showCatalogueTable,
  type TableStructure,
} from '@flexoffice/contract/catalogue'
import { ConfirmDialog, showToast } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { useAct } from '../../core/session/client.ts'
import { RelationUses } from './relation-uses.tsx'

/** Asks before a declared relation is removed, and names the pages and the row rules that follow it. */
export function RemoveRelation({
  open,
  structure,
  relation,
  onClose,
}: {
  open: boolean
  structure: TableStructure
  relation: CatalogueRelation
  onClose: () => void
}) {
  const { t } = useMessages()
  const remove = useAct(removeRelation, {
    invalidates: [showCatalogueTable, listCatalogue],
    onDone: () =>
      showToast({ tone: 'success', title: t('catalogue.removeRelation.done', { name: relation.name }) }),
  })
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t('catalogue.removeRelation.title', { name: relation.name, table: structure.table.label })}
      confirmLabel={t('catalogue.removeRelation.confirm')}
      onConfirm={() => remove.mutateAsync({ tableId: structure.table.id, relationId: relation.id })}
    >
      <p>{t('catalogue.removeRelation.detail')}</p>
      <RelationUses structure={structure} relation={relation} />
    </ConfirmDialog>
  )
}
