import { gridColumns, rowHeightPixels } from '@flexoffice/contract/page-document'
import { classNames } from '@flexoffice/ui'
import { MousePointerClick } from 'lucide-react'
import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useStore } from '../../../../core/store.ts'
import { PageRenderer } from '../../renderer/page-renderer.tsx'
import { onActionError } from '../../run/use-page-runtime.ts'
import { widgetRegistry } from '../../widgets/widget-renderers.ts'
import { select } from '../commands.ts'
import { useEditor, usePagePart } from '../editor.ts'
import { pressOnCanvas } from './canvas-keys.ts'
import type { Drag } from './drag.ts'
import { gridProperties } from './grid-frame.ts'
import { WidgetFrame } from './widget-frame.tsx'

const paperWidth = { desktop: 1080, tablet: 768 } as const
const smallestScale = 0.5
const margin = 48

/** The page itself, at work with live data, drawn as wide as its readers see it and scaled to the room there is. */
export const Canvas = memo(function Canvas() {
  const { t } = useMessages()
  const editor = useEditor()
  const mode = usePagePart(({ theme }) => theme.mode)
  const isEmpty = usePagePart(({ widgets }) => Object.keys(widgets).length === 0)
  const breakpoint = useStore(editor.breakpoint)
  const drag = useStore(editor.drag)
  const root = useRef<HTMLDivElement>(null)
  const room = useRoom(root)
  const logical = breakpoint === 'desktop' ? Math.max(paperWidth.desktop, room) : paperWidth.tablet
  const scale = Math.max(smallestScale, Math.min(1, room / logical))
  const frame = useMemo(
    () => (widget: Parameters<typeof WidgetFrame>[0]['widget'], content: React.ReactNode) => (
      <WidgetFrame widget={widget}>{content}</WidgetFrame>
    ),
    [],
  )

  function press(event: KeyboardEvent<HTMLElement>): void {
    const onFrame =
      (event.target as HTMLElement).hasAttribute('data-frame') || event.target === event.currentTarget
    if (!onFrame || event.defaultPrevented || !pressOnCanvas(event, editor)) return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <section
      ref={root}
      data-canvas
      aria-label={t('pageEditor.canvas.title')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onKeyDown={press}
      onPointerDown={() => select(editor, [])}
      className="relative min-h-0 min-w-0 flex-1 overflow-auto bg-sunken [scrollbar-gutter:stable] outline-none"
    >
      <p id="canvas-keys" className="sr-only">
        {t('pageEditor.canvas.keys')}
      </p>
      <div
        data-theme={mode === 'system' ? undefined : mode}
        style={{ width: logical, zoom: scale, minHeight: `calc(100% - ${margin / scale}px)` }}
        className="mx-auto my-6 flex flex-col rounded-md bg-canvas px-4 py-4 text-ink ring-1 ring-line"
      >
        <div {...gridProperties(scale)} className="relative min-h-[400px] flex-1">
          {drag ? <GridLines columns={gridColumns[breakpoint]} /> : null}
          <PageRenderer
            runtime={editor.runtime}
            breakpoint={breakpoint}
            mode="edit"
            onActionError={onActionError}
            frame={frame}
          />
          {isEmpty && !drag ? <EmptyCanvas /> : null}
          {drag?.box ? <Ghost drag={drag} columns={gridColumns[breakpoint]} /> : null}
        </div>
      </div>
      {drag && drag.kind === 'new' ? <Carried drag={drag} /> : null}
    </section>
  )
})

function EmptyCanvas() {
  const { t } = useMessages()
  return (
    <div className="pointer-events-none absolute inset-0 grid place-content-center justify-items-center gap-1 rounded-md border border-dashed border-line-strong text-center">
      <MousePointerClick size={24} strokeWidth={1.5} className="mb-2 text-muted" aria-hidden />
      <p className="text-md font-semibold">{t('pageEditor.canvas.empty')}</p>
      <p className="max-w-sm text-muted">{t('pageEditor.canvas.emptyHelp')}</p>
    </div>
  )
}

function GridLines({ columns }: { columns: number }) {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-0 grid"
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
    >
      {Array.from({ length: columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns are nothing but their number
        <div key={column} className="border-x border-accent/10 bg-accent/4" />
      ))}
    </div>
  )
}

function Ghost({ drag, columns }: { drag: Drag; columns: number }) {
  const { x, y, w, h } = drag.box!
  return (
    <div
      aria-hidden
      data-ghost
      className="pointer-events-none absolute z-20 p-1"
      style={{
        left: `${(x / columns) * 100}%`,
        width: `${(w / columns) * 100}%`,
        top: y * rowHeightPixels,
        height: h * rowHeightPixels,
      }}
    >
      <div className="flex h-full items-end justify-end rounded-md border-2 border-dashed border-accent bg-accent/12 p-1">
        <span className="rounded-md bg-accent px-1.5 text-xs leading-5 font-medium text-on-solid">
          {w} × {h}
        </span>
      </div>
    </div>
  )
}

/** The name of what is carried, beside the pointer. */
function Carried({ drag }: { drag: Drag }) {
  const { t } = useMessages()
  const definition = widgetRegistry.get(drag.type)
  return (
    <div
      aria-hidden
      className={classNames(
        'pointer-events-none fixed z-60 rounded-md bg-raised px-2 py-1 font-medium shadow-float',
        drag.box === null && 'opacity-70',
      )}
      style={{ left: drag.point.x + 12, top: drag.point.y + 12 }}
    >
      {definition ? t(definition.label) : drag.type}
    </div>
  )
}

function useRoom(root: React.RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(1000)
  useEffect(() => {
    if (!root.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setRoom(Math.max(320, entry.contentRect.width - margin))
    })
    observer.observe(root.current)
    return () => observer.disconnect()
  }, [root])
  return room
}
