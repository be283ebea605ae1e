import { type MouseEvent, type ReactNode, useLayoutEffect, useRef } from 'react'
import { classNames } from '../class-names.ts'

/** Properties of ModalBox. */
export interface ModalBoxProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Names it for screen readers. */
  title: string
  /** Its place and size. */
  className: string
  children: ReactNode
}

/**
 * A modal box without a frame: the command palette, the navigation of small screens. It is the browser's own dialog,
 * there with the first key; nothing inside it may float (menus, lists), because that would lie behind it.
 */
export function ModalBox({ open, ...props }: ModalBoxProps) {
  return open ? <OpenBox {...props} /> : null
}

function OpenBox({ onOpenChange, title, className, children }: Omit<ModalBoxProps, 'open'>) {
  const box = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = box.current
    dialog?.showModal()
    // Closing it gives the focus back to where it was.
    return () => dialog?.close()
  }, [])
  const onClick = (event: MouseEvent) => {
    if (event.target === event.currentTarget) onOpenChange(false)
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way, and the browser's own
    <dialog
      ref={box}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        onOpenChange(false)
      }}
      onClick={onClick}
      className={classNames(
        'fixed flex flex-col text-base text-ink outline-none backdrop:bg-backdrop',
        className,
      )}
    >
      {children}
    </dialog>
  )
}
