import { Avatar, classNames, IconButton, ModalBox, Tooltip } from '@flexoffice/ui'
import { Link, useRouterState } from '@tanstack/react-router'
import type { LucideIcon } from 'lucide-react'
import { House, PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { createContext, useContext, useState } from 'react'
import { useContributions } from '../features-context.tsx'
import { useMessages } from '../i18n/languages.ts'
import { type Section, sections } from '../registry.ts'
import { useSession } from '../session/session.ts'
import { createStore, useStore } from '../store.ts'
import { LoadedPart } from './loaded-part.tsx'

const Collapsed = createContext(false)
const wide = matchMedia('(min-width: 64rem)')
const roomyStore = createStore(wide.matches)
wide.addEventListener('change', () => roomyStore.set(wide.matches))

/** The navigation: a column that folds to icons, a drawer on small screens. */
export function Sidebar({
  drawerOpen,
  onDrawerOpenChange,
}: {
  drawerOpen: boolean
  onDrawerOpenChange: (open: boolean) => void
}) {
  const { t } = useMessages()
  const [chosen, setChosen] = useState(() => localStorage.getItem('sidebar'))
  const roomy = useStore(roomyStore)
  // Until somebody chooses, a tablet gives the room to the content.
  const collapsed = chosen === null ? !roomy : chosen === 'collapsed'
  const toggle = () => {
    const next = collapsed ? 'open' : 'collapsed'
    localStorage.setItem('sidebar', next)
    setChosen(next)
  }
  return (
    <>
      <Collapsed value={collapsed}>
        <nav
          aria-label={t('shell.navigation')}
          className={classNames(
            'flex shrink-0 flex-col border-r border-line bg-sunken max-md:hidden',
            collapsed ? 'w-13' : 'w-60',
          )}
        >
          <WorkspaceName />
          <Sections />
          <div className="p-2">
            <IconButton
              icon={collapsed ? PanelLeftOpen : PanelLeftClose}
              label={t(collapsed ? 'shell.expandSidebar' : 'shell.collapseSidebar')}
              aria-expanded={!collapsed}
              onClick={toggle}
            />
          </div>
        </nav>
      </Collapsed>
      <ModalBox
        open={drawerOpen}
        onOpenChange={onDrawerOpenChange}
        title={t('shell.navigation')}
        className="inset-y-0 left-0 h-dvh max-h-none w-72 max-w-[85vw] bg-sunken shadow-float"
      >
        <WorkspaceName />
        <Sections />
      </ModalBox>
    </>
  )
}

/** Properties of SidebarLink. */
export interface SidebarLinkProps {
  to: string
  label: string
  icon?: LucideIcon
  /** Steps in from the left, for links under another. */
  level?: 0 | 1 | 2
  /** Open at its own address only, not at those under it. */
  exact?: boolean
}

/** A line of the sidebar; features use it for links that depend on data. */
export function SidebarLink({ to, label, icon: Icon, level = 0, exact = false }: SidebarLinkProps) {
  const collapsed = useContext(Collapsed)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const active = path === to || (!exact && to !== '/' && path.startsWith(`${to}/`))
  if (collapsed && !Icon) return null
  const link = (
    <Link
      to={to}
      aria-current={active ? 'page' : undefined}
      aria-label={collapsed ? label : undefined}
      className={classNames(
        'flex h-7 items-center gap-2 rounded-md px-2 font-medium',
        level > 0 && !collapsed && 'ml-4 font-normal',
        active ? 'bg-pressed text-ink' : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      {Icon ? <Icon size={16} strokeWidth={1.75} className="shrink-0" aria-hidden /> : null}
      {collapsed ? null : <span className="truncate">{label}</span>}
    </Link>
  )
  return (
    <li>
      {collapsed ? (
        <Tooltip text={label} side="right">
          {link}
        </Tooltip>
      ) : (
        link
      )}
    </li>
  )
}

function WorkspaceName() {
  const collapsed = useContext(Collapsed)
  const { workspace } = useSession()
  return (
    <div className="flex h-12 shrink-0 items-center gap-2 px-3">
      <Avatar name={workspace.name} square size={24} />
      {collapsed ? null : <span className="truncate font-semibold">{workspace.name}</span>}
    </div>
  )
}

function Sections() {
  const navigation = useContributions('navigation')
  const parts = useContributions('sidebar')
  const visible = sections.filter(
    (section) =>
      section === 'home' ||
      navigation.some((entry) => entry.section === section) ||
      parts.some((part) => part.section === section),
  )
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-2 pt-1">
      {visible.map((section) => (
        <SectionLinks key={section} section={section} />
      ))}
    </div>
  )
}

function SectionLinks({ section }: { section: Section }) {
  const { t } = useMessages()
  const collapsed = useContext(Collapsed)
  const navigation = useContributions('navigation').filter((entry) => entry.section === section)
  const parts = useContributions('sidebar').filter((part) => part.section === section)
  const title = t(`shell.sections.${section}`)
  return (
    <div className="pb-3">
      {section === 'home' ? null : collapsed ? (
        <div className="mx-2 mb-2 h-px bg-line-strong" aria-hidden />
      ) : (
        <h2 className="px-2 pb-1 text-sm font-medium text-faint">{title}</h2>
      )}
      <ul aria-label={title} className="flex flex-col gap-px">
        {section === 'home' ? <SidebarLink to="/" label={t('home.title')} icon={House} /> : null}
        {navigation.map((entry) => (
          <SidebarLink
            key={entry.path}
            to={entry.path}
            label={t(entry.labelKey)}
            icon={entry.icon}
            exact={entry.exact}
          />
        ))}
        {parts.map((part) => (
          <LoadedPart key={`${part.section} ${part.load}`} part={part} />
        ))}
      </ul>
    </div>
  )
}
