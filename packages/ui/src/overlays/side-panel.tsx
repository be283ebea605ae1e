import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId } from 'react'
import { IconButton } from '../actions/icon-button.tsx'
import { classNames } from '../class-names.ts'
import { useUiWords } from '../words.tsx'

/** Properties of SidePanel; render it beside the list inside a `flex` row of full height. */
export interface SidePanelProps {
  title: string
  subtitle?: ReactNode
  onClose: () => void
  /** Buttons beside the close button. */
  actions?: ReactNode
  footer?: ReactNode
  /** Width in pixels where there is room; below 900 px it lies over the list. */
  width?: number
  children: ReactNode
}

// The buttons of a long form stay in sight, as those of a footer do; they reach over the padding around them.
const stuckActions =
  '**:data-form-actions:sticky **:data-form-actions:-bottom-4 **:data-form-actions:-mx-4 **:data-form-actions:-mb-4 **:data-form-actions:border-t **:data-form-actions:border-line **:data-form-actions:bg-surface **:data-form-actions:px-4 **:data-form-actions:py-3'

/** An opened record beside its list: not modal, Escape closes it, the list stays alive. */
export function SidePanel({
  title,
  subtitle,
  onClose,
  actions,
  footer,
  width = 420,
  children,
}: SidePanelProps) {
  const words = useUiWords()
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  return (
    <aside
      aria-labelledby={id}
      style={{ width }}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}
      className="z-30 flex h-full max-w-full shrink-0 flex-col border-l border-line bg-surface max-[900px]:absolute max-[900px]:inset-y-0 max-[900px]:right-0 max-[900px]:shadow-float"
    >
      <header className="flex min-h-12 items-center gap-2 border-b border-line py-2 pr-2 pl-4">
        <div className="min-w-0 flex-1">
          <h2 id={id} className="truncate text-md font-semibold">
            {title}
          </h2>
          {subtitle ? <div className="truncate text-sm text-muted">{subtitle}</div> : null}
        </div>
        {actions}
        <IconButton size="sm" icon={X} label={words.close} onClick={onClose} />
      </header>
      <div className={classNames('min-h-0 flex-1 overflow-y-auto p-4', stuckActions)}>{children}</div>
      {footer ? (
        <footer className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer>
      ) : null}
    </aside>
  )
}
