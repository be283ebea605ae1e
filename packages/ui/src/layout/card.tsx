import type { ReactNode } from 'react'
import { classNames } from '../class-names.ts'

/** Properties of Card. */
export interface CardProps {
  title?: string
  description?: ReactNode
  /** Small controls at the right of the title. */
  actions?: ReactNode
  footer?: ReactNode
  /** Lets the content touch the edges: tables and lists. */
  flush?: boolean
  className?: string
  children?: ReactNode
}

/** A bounded group of things that belong together. */
export function Card({ title, description, actions, footer, flush, className, children }: CardProps) {
  return (
    <section className={classNames('min-w-0 rounded-md border border-line bg-surface', className)}>
      {title || actions ? (
        <header
          className={classNames('flex items-start justify-between gap-3 px-4 pt-3', flush ? 'pb-3' : 'pb-1')}
        >
          <div className="min-w-0">
            {title ? <h2 className="text-md font-semibold">{title}</h2> : null}
            {description ? <p className="text-muted">{description}</p> : null}
          </div>
          {actions ? <div className="flex shrink-0 items-center gap-1.5">{actions}</div> : null}
        </header>
      ) : null}
      <div className={flush ? (title ? 'border-t border-line' : '') : 'px-4 py-3'}>{children}</div>
      {footer ? (
        <footer className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer>
      ) : null}
    </section>
  )
}
