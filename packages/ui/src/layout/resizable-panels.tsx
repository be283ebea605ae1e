import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { classNames } from '../class-names.ts'
import { useUiWords } from '../words.tsx'

/** Properties of ResizablePanels: one panel of a chosen size, the other takes the rest. */
export interface ResizablePanelsProps {
  /** Which side has the fixed size. */
  side: 'start' | 'end'
  direction?: 'horizontal' | 'vertical'
  first: ReactNode
  second: ReactNode
  initialSize: number
  minSize?: number
  maxSize?: number
  /** Remembers the size on this machine under this name. */
  storageKey?: string
  className?: string
}

/** Two panels with a bar between them, moved by pointer or arrow keys. */
export function ResizablePanels(props: ResizablePanelsProps) {
  const {
    side,
    direction = 'horizontal',
    first,
    second,
    initialSize,
    minSize = 160,
    maxSize = 800,
    storageKey,
    className,
  } = props
  const words = useUiWords()
  const [size, setSize] = useState(() => readSize(storageKey) ?? initialSize)
  const drag = useRef<{ at: number; size: number } | null>(null)
  const horizontal = direction === 'horizontal'
  const change = (next: number) => {
    const limited = Math.round(Math.min(maxSize, Math.max(minSize, next)))
    setSize(limited)
    if (storageKey) localStorage.setItem(`panel:${storageKey}`, String(limited))
  }
  const sign = side === 'start' ? 1 : -1
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { at: horizontal ? event.clientX : event.clientY, size }
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!drag.current) return
    const moved = (horizontal ? event.clientX : event.clientY) - drag.current.at
    change(drag.current.size + sign * moved)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = horizontal
      ? { ArrowLeft: -16, ArrowRight: 16 }
      : { ArrowUp: -16, ArrowDown: 16 }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    change(size + sign * step)
  }
  const fixed = { [horizontal ? 'width' : 'height']: size }
  return (
    <div className={classNames('flex min-h-0 min-w-0', horizontal ? 'flex-row' : 'flex-col', className)}>
      <div
        style={side === 'start' ? fixed : undefined}
        className={classNames('min-h-0 min-w-0 overflow-hidden', side === 'start' ? 'shrink-0' : 'flex-1')}
      >
        {first}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: an hr cannot be focused or moved */}
      <div
        role="separator"
        tabIndex={0}
        aria-label={words.resizePanels}
        aria-orientation={horizontal ? 'vertical' : 'horizontal'}
        aria-valuenow={size}
        aria-valuemin={minSize}
        aria-valuemax={maxSize}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          drag.current = null
        }}
        onKeyDown={onKeyDown}
        className={classNames(
          'relative shrink-0 touch-none bg-line hover:bg-accent focus-visible:bg-accent after:absolute after:content-[""]',
          horizontal
            ? 'w-px cursor-col-resize after:inset-y-0 after:-inset-x-1'
            : 'h-px cursor-row-resize after:inset-x-0 after:-inset-y-1',
        )}
      />
      <div
        style={side === 'end' ? fixed : undefined}
        className={classNames('min-h-0 min-w-0 overflow-hidden', side === 'end' ? 'shrink-0' : 'flex-1')}
      >
        {second}
      </div>
    </div>
  )
}

function readSize(key: string | undefined): number | undefined {
  const stored = key ? Number(localStorage.getItem(`panel:${key}`)) : 0
  return stored > 0 ? stored : undefined
}
