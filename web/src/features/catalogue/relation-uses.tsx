import { showTableAccess } from '@flexoffice/contract/access'
import type { CatalogueRelation, TableStructure } from '@flexoffice/contract/catalogue'
import { listRelationUses } from '@flexoffice/contract/pages'
import { SkeletonText } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { usePermission } from '../../core/session/session.ts'
import { useRoleLabel } from '../access/api.ts'
import { rolesFollowing } from './relation-draft.ts'

/** What stops working when a relation goes, or leads elsewhere: pages, and row rules for those who may see them. */
export function RelationUses({
  structure,
  relation,
}: {
  structure: TableStructure
  relation: CatalogueRelation
}) {
  const { t } = useMessages()
  const roleLabel = useRoleLabel()
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
