import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { IconButton } from '../actions/icon-button.tsx'
import { classNames } from '../class-names.ts'
import { useUiWords } from '../words.tsx'

/** Properties of Dialog and Drawer; both are controlled. */
export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: ReactNode
  /** Buttons, right-aligned, the primary one last. */
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg' | 'xl'
  /** What gets the focus when it opens; else the first control. */
  initialFocus?: RefObject<HTMLElement | null>
  children?: ReactNode
}

const widths = { sm: 'w-96', md: 'w-130', lg: 'w-180', xl: 'w-260' }
const backdrop =
  'fixed inset-0 z-40 bg-backdrop transition-opacity duration-150 data-starting-style:opacity-0 data-ending-style:opacity-0'

// The buttons of a long form stay in sight, as those of a footer do; they reach over the padding around them.
const stuckActions =
  '**:data-form-actions:sticky **:data-form-actions:-bottom-5 **:data-form-actions:-mx-5 **:data-form-actions:-mb-5 **:data-form-actions:border-t **:data-form-actions:border-line **:data-form-actions:bg-raised **:data-form-actions:px-5 **:data-form-actions:py-3'

/** The dialog itself. */
export function FloatingDialog(props: DialogProps) {
  return <Panel {...props} place={inTheMiddle} />
}

/** The drawer itself. */
export function FloatingDrawer(props: DialogProps) {
  return <Panel {...props} place={atTheSide} />
}

const inTheMiddle =
  'top-[max(5vh,calc(42vh-min(42vh,20rem)))] left-1/2 max-h-[88vh] max-w-[calc(100vw-2rem)] -translate-x-1/2 rounded-md transition-[opacity,scale] duration-150 data-starting-style:scale-98 data-starting-style:opacity-0 data-ending-style:opacity-0'
const atTheSide =
  'inset-y-0 right-0 max-w-full transition-transform duration-200 data-starting-style:translate-x-full data-ending-style:translate-x-full'

function Panel({
  open,
  onOpenChange,
  size = 'md',
  initialFocus,
  place,
  ...content
}: DialogProps & { place: string }) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdrop} />
        <Base.Popup
          initialFocus={initialFocus}
          className={classNames(
            'fixed z-40 flex flex-col bg-raised text-ink shadow-float outline-none',
            place,
            widths[size],
          )}
        >
          <Frame {...content} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

function Frame({
  title,
  description,
  footer,
  children,
}: Pick<DialogProps, 'title' | 'description' | 'footer' | 'children'>) {
  const words = useUiWords()
  return (
    <>
      <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
        <div className="min-w-0">
          <Base.Title className="text-lg font-semibold">{title}</Base.Title>
          {description ? (
            <Base.Description className="mt-0.5 text-muted">{description}</Base.Description>
          ) : null}
        </div>
        <Base.Close render={<IconButton size="sm" icon={X} label={words.close} className="-mr-1.5" />} />
      </header>
      {children ? (
        <div className={classNames('min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5', stuckActions)}>
          {children}
        </div>
      ) : null}
      {footer ? (
        <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>
      ) : null}
    </>
  )
}
