import { listPages } from '@flexoffice/contract/pages'
import { LayoutDashboard } from 'lucide-react'
import { useOperation } from '../../../core/session/client.ts'
import { SidebarLink } from '../../../core/shell/sidebar.tsx'
import { findPageIcon } from '../icons.ts'

const shownPages = 30

/** The published pages that this person may open. */
export function SidebarPages() {
  const { data } = useOperation(listPages, {})
  const published = (data?.pages ?? []).filter((page) => page.publishedVersion !== null)
  return published
    .slice(0, shownPages)
    .map((page) => (
      <SidebarLink
        key={page.id}
        to={`/pages/${page.id}`}
        label={page.title}
        icon={findPageIcon(page.icon) ?? LayoutDashboard}
        level={1}
      />
    ))
}
