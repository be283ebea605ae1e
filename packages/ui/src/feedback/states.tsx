import type { LucideIcon } from 'lucide-react'
import { CircleAlert, CircleCheck, Info, RotateCw, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../actions/button.tsx'
import { CopyButton } from '../actions/copy-button.tsx'
import { IconButton } from '../actions/icon-button.tsx'
import { classNames } from '../class-names.ts'
import { useUiWords } from '../words.tsx'

const bannerLooks = {
  info: { icon: Info, className: 'bg-info-soft text-info-ink' },
  success: { icon: CircleCheck, className: 'bg-success-soft text-success-ink' },
  warning: { icon: TriangleAlert, className: 'bg-warning-soft text-warning-ink' },
  danger: { icon: CircleAlert, className: 'bg-danger-soft text-danger-ink' },
}

/** Properties of Banner. */
export interface BannerProps {
  tone?: 'info' | 'success' | 'warning' | 'danger'
  title?: string
  children?: ReactNode
  actions?: ReactNode
  onDismiss?: () => void
  /** Announces it when it appears; for what happens after the page is drawn. */
  live?: boolean
}

/** Something about the whole page or form that the person should know. */
export function Banner({ tone = 'info', title, children, actions, onDismiss, live }: BannerProps) {
  const words = useUiWords()
  const { icon: Icon, className } = bannerLooks[tone]
  return (
    <div
      role={live ? (tone === 'danger' ? 'alert' : 'status') : undefined}
      className={classNames('flex items-start gap-2.5 rounded-md px-3 py-2', className)}
    >
      <Icon size={16} className="mt-0.5 shrink-0" aria-hidden />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div>{children}</div> : null}
      </div>
      {actions}
      {onDismiss ? (
        <IconButton
          size="sm"
          icon={X}
          label={words.close}
          className="-my-1 -mr-1.5 text-current!"
          onClick={onDismiss}
        />
      ) : null}
    </div>
  )
}

/** Properties of EmptyState. */
export interface EmptyStateProps {
  icon?: LucideIcon
  title: string
  /** What goes here. */
  children?: ReactNode
  /** The one next step. */
  action?: ReactNode
  className?: string
}

/** Nothing here yet: says what goes here and offers the one next step. Also for "nothing matches" and "no permission". */
export function EmptyState({ icon: Icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div
      className={classNames(
        'flex flex-col items-center justify-center gap-1 px-6 py-12 text-center',
        className,
      )}
    >
      {Icon ? (
        <span className="mb-3 grid size-10 place-items-center rounded-md bg-sunken text-muted ring-1 ring-line">
          <Icon size={20} strokeWidth={1.5} aria-hidden />
        </span>
      ) : null}
      <p className="text-md font-semibold">{title}</p>
      {children ? <div className="max-w-sm text-muted">{children}</div> : null}
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  )
}

/** Properties of ErrorState. */
export interface ErrorStateProps {
  title: string
  /** What to do about it. */
  children?: ReactNode
  /** The code to quote to whoever helps. */
  reference?: string
  onRetry?: () => void
  className?: string
}

/** Something failed: what happened, what to do, a code to quote, another try. */
export function ErrorState({ title, children, reference, onRetry, className }: ErrorStateProps) {
  const words = useUiWords()
  return (
    <div
      role="alert"
      className={classNames(
        'flex flex-col items-center justify-center gap-1 px-6 py-12 text-center',
        className,
      )}
    >
      <span className="mb-3 grid size-10 place-items-center rounded-md bg-danger-soft text-danger-ink">
        <CircleAlert size={20} strokeWidth={1.5} aria-hidden />
      </span>
      <p className="text-md font-semibold">{title}</p>
      {children ? <div className="max-w-sm text-muted">{children}</div> : null}
      {onRetry ? (
        <Button className="mt-4" icon={RotateCw} onClick={onRetry}>
          {words.retry}
        </Button>
      ) : null}
      {reference ? (
        <p className="mt-3 flex items-center gap-1 text-sm text-faint">
          {words.errorCode} <code className="font-mono">{reference}</code> <CopyButton text={reference} />
        </p>
      ) : null}
    </div>
  )
}
