import { LayoutDashboard } from 'lucide-react'
import { SidebarLink } from '../../../core/shell/sidebar.tsx'
import { findPageIcon } from '../page-icon.tsx'
import { usePublishedPages } from './published-pages.ts'

const shownPages = 30

/** The published pages that this person may open. */
export function SidebarPages() {
  return usePublishedPages()
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
