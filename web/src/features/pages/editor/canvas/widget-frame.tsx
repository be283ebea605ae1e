import type { WidgetNode } from '@flexoffice/contract/page-document'
import { classNames } from '@flexoffice/ui'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useSyncExternalStore } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useStore } from '../../../../core/store.ts'
import { widgetRegistry } from '../../widgets/widget-renderers.ts'
import { isReadOnly, select } from '../commands.ts'
import { useEditor } from '../editor.ts'
import { leaveWidget } from './canvas-keys.ts'
import { dragEdge, dragWidget } from './drag-widget.ts'

/** What lies around a widget in the editor: selecting, moving, resizing, and who else is at it. */
export function WidgetFrame({ widget, children }: { widget: WidgetNode; children: ReactNode }) {
  const { t } = useMessages()
  const editor = useEditor()
  const selection = useStore(editor.selection)
  const isSelected = selection.includes(widget.id)
  const isUsed = useStore(editor.interacting) === widget.id
  const other = useOtherEditor(widget.id)
  const definition = widgetRegistry.get(widget.type)
  const type = definition ? t(definition.label) : widget.type

  function press(event: PointerEvent<HTMLElement>): void {
    if (event.button !== 0 || isUsed) return
    event.stopPropagation()
    const { left, top } = event.currentTarget.getBoundingClientRect()
    if (event.shiftKey) {
      select(editor, toggled(selection, widget.id))
      return
    }
    if (!isSelected || selection.length > 1) select(editor, [widget.id])
    if (!isReadOnly(editor)) dragWidget(event, editor, widget, { x: left, y: top })
  }

  function pressKey(event: KeyboardEvent): void {
    if (!isUsed || event.key !== 'Escape' || event.defaultPrevented) return
    event.stopPropagation()
    leaveWidget(editor, widget.id)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings its own layout
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a widget is selected, moved and resized by keys
      tabIndex={0}
      data-frame={widget.id}
      aria-label={t('pageEditor.canvas.widget', { type, name: widget.name })}
      aria-current={isSelected || undefined}
      aria-describedby="canvas-keys"
      onPointerDown={press}
      onDoubleClick={() => editor.interacting.set(widget.id)}
      onFocus={(event) => event.target === event.currentTarget && !isSelected && select(editor, [widget.id])}
      onKeyDown={pressKey}
      style={other && !isSelected ? { boxShadow: `0 0 0 2px ${other.user.color}` } : undefined}
      className={classNames(
        'group/frame relative h-full rounded-md outline-none',
        isUsed ? 'ring-2 ring-success' : isSelected ? 'ring-2 ring-accent' : 'hover:ring-1 hover:ring-accent',
        isSelected && !isUsed ? 'z-10 cursor-move' : 'z-0',
        'focus-visible:ring-2 focus-visible:ring-accent',
      )}
    >
      <div inert={!isUsed} className="h-full">
        {children}
      </div>
      <span
        aria-hidden
        className={classNames(
          'pointer-events-none absolute -top-5 left-0 max-w-full truncate rounded-t-md px-1.5 text-xs leading-5 font-medium text-on-solid',
          isUsed ? 'bg-success' : 'bg-accent',
          !isSelected && 'opacity-0 group-hover/frame:opacity-100',
        )}
      >
        {widget.name}
      </span>
      {other ? (
        <span
          className="pointer-events-none absolute -top-5 right-0 rounded-t-md px-1.5 text-xs leading-5 text-on-solid"
          style={{ background: other.user.color }}
        >
          {other.user.name}
        </span>
      ) : null}
      {isSelected && !isUsed && selection.length === 1 ? <Edges widget={widget} /> : null}
    </div>
  )
}

function Edges({ widget }: { widget: WidgetNode }) {
  const editor = useEditor()
  const start = (edge: 'right' | 'bottom' | 'corner') => (event: PointerEvent) => {
    if (event.button !== 0 || isReadOnly(editor)) return
    event.stopPropagation()
    event.preventDefault()
    dragEdge(event, editor, widget, edge)
  }
  return (
    <span aria-hidden data-edges className="touch-none">
      <span onPointerDown={start('right')} className="absolute inset-y-0 -right-1.5 w-3 cursor-ew-resize" />
      <span onPointerDown={start('bottom')} className="absolute inset-x-0 -bottom-1.5 h-3 cursor-ns-resize" />
      <span
        onPointerDown={start('corner')}
        data-corner={widget.name}
        className="absolute -right-1.5 -bottom-1.5 size-3 cursor-nwse-resize rounded-full border-2 border-accent bg-surface"
      />
    </span>
  )
}

function useOtherEditor(widgetId: string) {
  const { others } = useEditor().live
  return useSyncExternalStore(others.subscribe, () =>
    others.get().find(({ selection }) => selection?.includes(widgetId)),
  )
}

function toggled(selection: readonly string[], id: string): string[] {
  return selection.includes(id) ? selection.filter((one) => one !== id) : [...selection, id]
}
