import { Banner, Button, IconButton } from '@flexoffice/ui'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { Menu as MenuIcon, Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useMessages } from '../i18n/languages.ts'
import { useStore } from '../store.ts'
import { Breadcrumb } from './breadcrumb.tsx'
import { CommandPalette } from './command-palette.tsx'
import { connectionNotice, updateStore } from './connection.ts'
import { HelpMenu } from './help-menu.tsx'
import { NotificationBell } from './notifications.tsx'
import { ProfileMenu } from './profile-menu.tsx'
import { Sidebar } from './sidebar.tsx'
import { usePaletteKey } from './use-palette-key.ts'

/** The frame around every screen: sidebar, top bar, content. */
export function Shell() {
  const { t } = useMessages()
  const [drawerOpen, setDrawerOpen] = useState(false)
  const [paletteOpen, setPaletteOpen] = usePaletteKey()
  const path = useRouterState({ select: (state) => state.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere closes the drawer of small screens
  useEffect(() => setDrawerOpen(false), [path])
  return (
    <div className="flex h-dvh min-w-0 overflow-hidden bg-canvas">
      <button
        type="button"
        onClick={() => document.getElementById('content')?.focus()}
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-80 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2 focus:shadow-float"
      >
        {t('shell.skipToContent')}
      </button>
      <Sidebar drawerOpen={drawerOpen} onDrawerOpenChange={setDrawerOpen} />
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line bg-surface px-3">
          <IconButton
            icon={MenuIcon}
            label={t('shell.openNavigation')}
            className="md:hidden"
            onClick={() => setDrawerOpen(true)}
          />
          <Breadcrumb />
          <div className="ml-auto flex shrink-0 items-center gap-1">
            <Button
              variant="secondary"
              icon={Search}
              className="w-56 justify-start! text-muted! max-lg:hidden"
              aria-keyshortcuts="Control+K Meta+K"
              onClick={() => setPaletteOpen(true)}
            >
              {t('shell.search')}
            </Button>
            <IconButton
              icon={Search}
              label={t('shell.search')}
              shortcut="Mod+K"
              className="lg:hidden"
              onClick={() => setPaletteOpen(true)}
            />
            <NotificationBell />
            <HelpMenu className="max-sm:hidden" />
            <ProfileMenu />
          </div>
        </header>
        <ConnectionBanner />
        <main id="content" tabIndex={-1} className="relative min-h-0 flex-1 overflow-auto outline-none">
          <Outlet />
        </main>
      </div>
      <CommandPalette open={paletteOpen} onOpenChange={setPaletteOpen} />
    </div>
  )
}

function ConnectionBanner() {
  const { t } = useMessages()
  const notice = useStore(connectionNotice)
  const hasUpdate = useStore(updateStore)
  if (notice) {
    return (
      <div className="px-3 pt-2">
        <Banner tone="warning" live>
          {t(`shell.connection.${notice}`)}
        </Banner>
      </div>
    )
  }
  if (!hasUpdate) return null
  return (
    <div className="px-3 pt-2">
      <Banner
        live
        actions={
          <Button size="sm" onClick={() => location.reload()}>
            {t('shell.update.action')}
          </Button>
        }
      >
        {t('shell.update.title')}
      </Banner>
    </div>
  )
}
