import type { ReactNode } from 'react'
import { classNames } from '../class-names.ts'

/** Properties of PageHeader. */
export interface PageHeaderProps {
  title: string
  description?: ReactNode
  /** Beside the title: a badge of its state. */
  badge?: ReactNode
  /** Right: secondary acts first, the primary one last. */
  actions?: ReactNode
  /** Tabs or filters under the title. */
  children?: ReactNode
}

/** The top of a page: its one h1, which takes the focus after navigation. */
export function PageHeader({ title, description, badge, actions, children }: PageHeaderProps) {
  return (
    <header className="flex flex-col gap-3 pb-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-80">
          <div className="flex items-center gap-2">
            <h1 tabIndex={-1} className="truncate text-xl font-semibold tracking-[-0.01em]">
              {title}
            </h1>
            {badge}
          </div>
          {description ? <p className="max-w-2xl text-muted">{description}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {children}
    </header>
  )
}

/** A row of controls above a list: search and filters at the start, view and export at the end. */
export function Toolbar({
  label,
  children,
  trailing,
  className,
}: {
  label: string
  children?: ReactNode
  trailing?: ReactNode
  className?: string
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings its own layout
    <div
      role="group"
      aria-label={label}
      className={classNames('flex min-h-10 flex-wrap items-center gap-2', className)}
    >
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">{children}</div>
      {trailing ? <div className="flex items-center gap-1.5">{trailing}</div> : null}
    </div>
  )
}

/** A page's frame: `narrow` for forms and settings, `wide` for lists, `full` (no padding, full height) for tables and editors. */
export function PageBody({
  width = 'wide',
  children,
}: {
  width?: 'narrow' | 'wide' | 'full'
  children: ReactNode
}) {
  if (width === 'full') return <div className="relative flex h-full min-h-0 flex-col">{children}</div>
  return (
    <div
      className={classNames(
        'mx-auto w-full px-6 py-5 max-sm:px-4',
        width === 'narrow' ? 'max-w-3xl' : 'max-w-7xl',
      )}
    >
      {children}
    </div>
  )
}
