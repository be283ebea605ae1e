import { listPages, type Page } from '@flexoffice/contract/pages'
import { Avatar, Button, IconButton, Menu, SegmentedControl, Tooltip } from '@flexoffice/ui'
import { Link } from '@tanstack/react-router'
import {
  ArrowLeft,
  Cloud,
  CloudCheck,
  CloudOff,
  Ellipsis,
  Eye,
  EyeOff,
  History,
  Monitor,
  PanelLeft,
  PanelRight,
  Redo2,
  Tablet,
  Undo2,
} from 'lucide-react'
import { useEffect, useState } from 'react'
import { useMessages } from '../../../core/i18n/languages.ts'
import { useOperation } from '../../../core/session/client.ts'
import { HelpMenu } from '../../../core/shell/help-menu.tsx'
import { useStore, useStorePart } from '../../../core/store.ts'
import { PageState } from '../list/page-table.tsx'
import { UnpublishDialog } from '../list/unpublish-dialog.tsx'
import { travel } from './commands.ts'
import { useEditor, usePagePart, useReadOnly } from './editor.ts'
import type { LiveState } from './live/live-page.ts'
import { PublishDialog } from './publish/publish-dialog.tsx'

/** Properties of TopBar. */
export interface TopBarProps {
  panels: { left: boolean; right: boolean }
  onToggle: (side: 'left' | 'right') => void
  versionsOpen: boolean
  onVersions: () => void
  onPreview: () => void
}

/** The bar above the editor: where one is, whether it is saved, who else is here, and the way to the readers. */
export function TopBar({ panels, onToggle, versionsOpen, onVersions, onPreview }: TopBarProps) {
  const { t } = useMessages()
  const editor = useEditor()
  const title = usePagePart((page) => page.title)
  const breakpoint = useStore(editor.breakpoint)
  const readOnly = useReadOnly()
  const [publishing, setPublishing] = useState(false)
  const { data } = useOperation(listPages, {})
  const listed = data?.pages.find(({ id }) => id === editor.pageId)
  return (
    <header className="flex h-12 shrink-0 items-center gap-1.5 border-b border-line bg-surface px-2">
      <Tooltip text={t('pages.all')}>
        <Link
          to="/pages"
          aria-label={t('pages.all')}
          className="grid size-8 shrink-0 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink"
        >
          <ArrowLeft size={16} strokeWidth={1.75} aria-hidden />
        </Link>
      </Tooltip>
      <h1 tabIndex={-1} className="min-w-16 truncate text-md font-semibold">
        {title}
      </h1>
      <span className="shrink-0 max-xl:hidden">{listed ? <PageState page={listed} /> : null}</span>
      <SaveState />
      <div className="mx-auto flex shrink-0 items-center gap-1">
        <IconButton
          icon={PanelLeft}
          label={t('pageEditor.acts.leftPanel')}
          pressed={panels.left}
          onClick={() => onToggle('left')}
        />
        <SegmentedControl
          size="sm"
          iconsOnly
          label={t('pageEditor.breakpoints.title')}
          value={breakpoint}
          onChange={editor.breakpoint.set}
          options={[
            { value: 'desktop', label: t('pageEditor.breakpoints.desktop'), icon: Monitor },
            { value: 'tablet', label: t('pageEditor.breakpoints.tablet'), icon: Tablet },
          ]}
        />
        <IconButton
          icon={PanelRight}
          label={t('pageEditor.acts.rightPanel')}
          pressed={panels.right}
          onClick={() => onToggle('right')}
        />
        <UndoButtons />
      </div>
      <Others />
      <HelpMenu />
      <IconButton
        icon={History}
        label={t('pageEditor.versions.title')}
        pressed={versionsOpen}
        onClick={onVersions}
      />
      <Button icon={Eye} className="max-lg:hidden" onClick={onPreview}>
        {t('pageEditor.preview.title')}
      </Button>
      <IconButton
        icon={Eye}
        label={t('pageEditor.preview.title')}
        className="lg:hidden"
        onClick={onPreview}
      />
      <Button
        variant="primary"
        disabled={readOnly || listed?.abilities.publish === false}
        onClick={() => setPublishing(true)}
      >
        {t('pageEditor.publish.button')}
      </Button>
      {listed?.abilities.publish && listed.publishedVersion !== null ? <MoreActs page={listed} /> : null}
      {publishing ? <PublishDialog page={listed} onClose={() => setPublishing(false)} /> : null}
    </header>
  )
}

/** What is done to a published page less often than publishing it. */
function MoreActs({ page }: { page: Page }) {
  const { t } = useMessages()
  const [asks, setAsks] = useState(false)
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label={t('pages.more', { title: page.title })} />}
        items={[{ label: t('pages.unpublish.act'), icon: EyeOff, onSelect: () => setAsks(true) }]}
      />
      <UnpublishDialog page={asks ? page : null} onClose={() => setAsks(false)} />
    </>
  )
}

function UndoButtons() {
  const { t } = useMessages()
  const editor = useEditor()
  const readOnly = useReadOnly()
  const can = useUndoable()
  return (
    <>
      <IconButton
        icon={Undo2}
        label={t('pageEditor.acts.undo')}
        shortcut="Mod+Z"
        disabled={readOnly || !can.undo}
        onClick={() => travel(editor, 'undo')}
      />
      <IconButton
        icon={Redo2}
        label={t('pageEditor.acts.redo')}
        shortcut="Mod+Shift+Z"
        disabled={readOnly || !can.redo}
        onClick={() => travel(editor, 'redo')}
      />
    </>
  )
}

function useUndoable() {
  const { undo } = useEditor()
  const [can, setCan] = useState({ undo: false, redo: false })
  useEffect(() => {
    const read = () =>
      setCan((before) => {
        const now = { undo: undo.canUndo(), redo: undo.canRedo() }
        return before.undo === now.undo && before.redo === now.redo ? before : now
      })
    // Back from the preview, the steps made before are still there.
    read()
    const events = ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const
    for (const event of events) undo.on(event, read)
    return () => {
      for (const event of events) undo.off(event, read)
    }
  }, [undo])
  return can
}

/** All of them at once: the state changes with every keystroke, and showing one costs less than making it. */
const saveIcons = (
  <>
    <CloudOff
      size={16}
      strokeWidth={1.75}
      aria-hidden
      className="hidden group-data-[save-state=offline]/save:block"
    />
    <Cloud
      size={16}
      strokeWidth={1.75}
      aria-hidden
      className="hidden group-data-[save-state=saving]/save:block"
    />
    <CloudCheck
      size={16}
      strokeWidth={1.75}
      aria-hidden
      className="hidden group-data-[save-state=readOnly]/save:block group-data-[save-state=saved]/save:block"
    />
  </>
)

/** Whether the work is stored: said in words, because people close the window by it. */
function SaveState() {
  const { t } = useMessages()
  const state = useStorePart(useEditor().live.state, saveStateOf)
  return (
    <span
      role="status"
      data-save-state={state}
      className={
        state === 'offline' || state === 'readOnly'
          ? 'group/save flex items-center gap-1.5 px-1 whitespace-nowrap text-warning-ink'
          : 'group/save flex items-center gap-1.5 px-1 whitespace-nowrap text-muted'
      }
    >
      {saveIcons}
      <span className="max-lg:sr-only">{t(`pageEditor.live.${state}`)}</span>
    </span>
  )
}

function saveStateOf({ connection, unsaved, readOnly }: LiveState) {
  if (readOnly) return 'readOnly'
  if (connection !== 'connected') return 'offline'
  return unsaved > 0 ? 'saving' : 'saved'
}

const shownOthers = 4

function Others() {
  const { t } = useMessages()
  const others = useStore(useEditor().live.others)
  const people = [...new Map(others.map(({ user }) => [user.id, user])).values()]
  if (people.length === 0) return null
  return (
    <ul aria-label={t('pageEditor.live.others')} className="flex shrink-0 items-center -space-x-1.5 pr-1">
      {people.slice(0, shownOthers).map(({ id, name, color }) => (
        <li key={id} className="rounded-full ring-2" style={{ ['--tw-ring-color' as string]: color }}>
          <Tooltip text={name}>
            <span className="grid">
              <Avatar name={name} labelled />
            </span>
          </Tooltip>
        </li>
      ))}
      {people.length > shownOthers ? (
        <li className="pl-3 text-sm text-muted">+{people.length - shownOthers}</li>
      ) : null}
    </ul>
  )
}
