import { showTableAccess } from '@flexoffice/contract/access'
import {
  type CatalogueRelation,
  listCatalogue,
  removeRelation,
  showCatalogueTable,
  type TableStructure,
} from '@flexoffice/contract/catalogue'
import { listRelationUses } from '@flexoffice/contract/pages'
import { ConfirmDialog, SkeletonText, showToast } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { useAct, useOperation } from '../../core/session/client.ts'
import { usePermission } from '../../core/session/session.ts'
import { roleLabel } from '../access/api.ts'
import { rolesFollowing } from './relation-draft.ts'

/** Asks before a declared relation is removed, and names the pages and the row rules that follow it. */
export function RemoveRelation({
  structure,
  relation,
  onClose,
}: {
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
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('catalogue.removeRelation.title', { name: relation.name, table: structure.table.label })}
      confirmLabel={t('catalogue.removeRelation.confirm')}
      onConfirm={() => remove.mutateAsync({ tableId: structure.table.id, relationId: relation.id })}
    >
      <p>{t('catalogue.removeRelation.detail')}</p>
      <RelationUses structure={structure} relation={relation} />
    </ConfirmDialog>
  )
}

function RelationUses({ structure, relation }: { structure: TableStructure; relation: CatalogueRelation }) {
  const { t } = useMessages()
  const mayManage = usePermission('access.manage')
  const uses = useOperation(listRelationUses, { relationId: relation.id }, { staleTime: 0 })
  const access = useOperation(
    showTableAccess,
    { tableId: structure.table.id },
    { enabled: mayManage, staleTime: 0 },
  )
  if (uses.isPending || (mayManage && access.isPending)) return <SkeletonText lines={2} />
  // Without an answer nobody may be told that nothing uses it.
  if (uses.error || access.error) return <p role="alert">{t('catalogue.removeRelation.unknown')}</p>
  const roles = rolesFollowing(access.data?.grants ?? [], relation.name)
  const { pages, hidden } = uses.data
  if (pages.length + hidden + roles.length === 0) return <p>{t('catalogue.removeRelation.unused')}</p>
  return (
    <div role="status" className="rounded-md bg-warning-soft px-3 py-2 text-warning-ink">
      {pages.length + hidden > 0 ? (
        <>
          <p className="font-medium">
            {t('catalogue.removeRelation.pages', { count: pages.length + hidden })}
          </p>
          <ul className="max-h-40 list-disc overflow-y-auto pl-5">
            {pages.map((page) => (
              <li key={page.id}>
                {page.published ? page.title : t('catalogue.removeRelation.draft', { title: page.title })}
              </li>
            ))}
            {hidden > 0 ? <li>{t('catalogue.removeRelation.hidden', { count: hidden })}</li> : null}
          </ul>
        </>
      ) : null}
      {roles.length > 0 ? (
        <p className="font-medium">
          {t('catalogue.removeRelation.rules', { roles: roles.map(roleLabel).join(', ') })}
        </p>
      ) : null}
    </div>
  )
}
