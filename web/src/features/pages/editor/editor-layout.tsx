import { Banner, Tabs } from '@flexoffice/ui'
import { type KeyboardEvent, memo, useEffect, useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { PaletteOnKey } from '../../../core/shell/palette-on-key.tsx'
import { useStore } from '../../../core/store.ts'
import { Canvas } from './canvas/canvas.tsx'
import { pressAnywhere } from './canvas/canvas-keys.ts'
import { ConnectDialog } from './connect/connect-dialog.tsx'
import { BottomDrawer } from './drawer/bottom-drawer.tsx'
import { useEditor, useReadOnly } from './editor.ts'
import { PageTree } from './palette/page-tree.tsx'
import { Palette } from './palette/palette.tsx'
import { DraftPreview } from './preview/draft-preview.tsx'
import { PropertyPanel } from './properties/property-panel.tsx'
import { TopBar } from './top-bar.tsx'
import { VersionsPanel } from './versions/versions-panel.tsx'

const roomy = 1100

/** The parts of the editor around the page; on a tablet the panels lie over it. */
export const EditorLayout = memo(function EditorLayout() {
  const { t } = useMessages()
  const editor = useEditor()
  const readOnly = useReadOnly()
  const announcement = useStore(editor.announcement)
  const carrying = useStore(editor.drag)?.kind === 'new'
  const [panels, togglePanel] = usePanels()
  const [versions, setVersions] = useState(false)
  const [previewing, setPreviewing] = useState(false)

  function press(event: KeyboardEvent<HTMLElement>): void {
    const target = event.target as HTMLElement
    const inField = target.closest('input, textarea, [contenteditable="true"]')
    if (event.defaultPrevented || inField || !pressAnywhere(event, editor)) return
    event.preventDefault()
  }

  if (previewing) return <DraftPreview onClose={() => setPreviewing(false)} />
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: undo and redo work wherever the keyboard is
    <div
      className="flex h-dvh min-w-0 flex-col overflow-hidden bg-canvas"
      onKeyDown={press}
      // Who goes to another field begins another step of undo, however fast.
      onFocus={() => editor.undo.stopCapturing()}
    >
      <TopBar
        panels={panels}
        onToggle={togglePanel}
        versionsOpen={versions}
        onVersions={() => setVersions(!versions)}
        onPreview={() => setPreviewing(true)}
      />
      {readOnly ? (
        <div className="px-3 pt-2">
          <Banner tone="warning" live>
            {t('pageEditor.live.tooMany')}
          </Banner>
        </div>
      ) : null}
      <main id="content" className="relative flex min-h-0 flex-1">
        {panels.left ? (
          <div
            data-carrying={carrying || undefined}
            className="w-58 shrink-0 max-[1100px]:data-carrying:opacity-0 max-[1100px]:absolute max-[1100px]:inset-y-0 max-[1100px]:left-0 max-[1100px]:z-30 max-[1100px]:shadow-float"
          >
            <LeftPanel />
          </div>
        ) : null}
        <div className="flex min-w-0 flex-1 flex-col">
          <Canvas />
          <BottomDrawer />
        </div>
        {versions ? (
          <VersionsPanel onClose={() => setVersions(false)} />
        ) : panels.right ? (
          <div className="w-76 shrink-0 max-[1100px]:absolute max-[1100px]:inset-y-0 max-[1100px]:right-0 max-[1100px]:z-30 max-[1100px]:shadow-float">
            <PropertyPanel />
          </div>
        ) : null}
      </main>
      <ConnectDialog />
      <PaletteOnKey />
      <div aria-live="polite" className="sr-only">
        {announcement}
      </div>
    </div>
  )
})

const LeftPanel = memo(function LeftPanel() {
  const { t } = useMessages()
  const [tab, setTab] = useState<'palette' | 'tree'>('palette')
  return (
    <aside
      aria-label={t('pageEditor.palette.panel')}
      className="flex h-full flex-col overflow-hidden border-r border-line bg-surface"
    >
      <Tabs
        label={t('pageEditor.palette.panel')}
        className="min-h-0 flex-1"
        panelClassName="min-h-0 flex-1 overflow-y-auto"
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'palette', label: t('pageEditor.palette.title'), content: <Palette /> },
          { value: 'tree', label: t('pageEditor.tree.title'), content: <PageTree /> },
        ]}
      />
    </aside>
  )
})

type Panels = { left: boolean; right: boolean }

function usePanels(): [Panels, (side: keyof Panels) => void] {
  const [panels, setPanels] = useState<Panels>(() => ({
    left: innerWidth >= roomy,
    right: innerWidth >= roomy,
  }))
  useEffect(() => {
    const query = matchMedia(`(min-width: ${roomy}px)`)
    const follow = () => setPanels({ left: query.matches, right: query.matches })
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  const toggle = (side: keyof Panels) =>
    setPanels((before) => {
      const next = { ...before, [side]: !before[side] }
      const other = side === 'left' ? 'right' : 'left'
      return innerWidth < roomy && next[side] ? { ...next, [other]: false } : next
    })
  return [panels, toggle]
}
