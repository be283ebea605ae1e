import type { LucideIcon } from 'lucide-react'
import { LoaderCircle } from 'lucide-react'
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classNames } from '../class-names.ts'

/** How much a button asks for attention: one primary per view, danger only for what destroys. */
export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'

/** Height of a control: 28 px in toolbars and tables, 32 px elsewhere. */
export type ControlSize = 'sm' | 'md'

/** Properties of Button; every native button property passes through. */
export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant
  size?: ControlSize
  /** Shows a spinner, keeps the width and the focus, and ignores presses. */
  busy?: boolean
  icon?: LucideIcon
  trailingIcon?: LucideIcon
  children?: ReactNode
  ref?: Ref<HTMLButtonElement>
}

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-solid hover:bg-accent-strong active:bg-accent-strong',
  secondary: 'bg-surface text-ink border border-line-strong hover:bg-hover active:bg-pressed',
  ghost: 'bg-transparent text-muted hover:bg-hover hover:text-ink active:bg-pressed data-popup-open:bg-hover',
  danger: 'bg-danger text-on-solid hover:bg-danger-strong active:bg-danger-strong',
}

const sizes: Record<ControlSize, string> = { sm: 'h-7 px-2 gap-1', md: 'h-8 px-3 gap-1.5' }

/** Classes of a button, for links that look like one. */
export function buttonClassName(variant: ButtonVariant = 'secondary', size: ControlSize = 'md'): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center rounded-md text-base font-medium whitespace-nowrap select-none transition-colors duration-75',
    'disabled:opacity-50 disabled:cursor-not-allowed aria-disabled:cursor-not-allowed',
    variants[variant],
    sizes[size],
  )
}

/** The one button: says a verb, shows when it is busy, and never submits unless its type says so. */
export function Button(props: ButtonProps) {
  const {
    variant,
    size,
    busy,
    icon: Icon,
    trailingIcon: Trailing,
    children,
    className,
    type,
    onClick,
    ...rest
  } = props
  return (
    <button
      type={type ?? 'button'}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      className={classNames(buttonClassName(variant, size), 'relative', className)}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {busy ? (
        <span className="absolute inset-0 grid place-items-center">
          <LoaderCircle size={16} className="animate-spin" aria-hidden />
        </span>
      ) : null}
      <span className={classNames('contents', busy && '*:opacity-0')}>
        {Icon ? <Icon size={16} strokeWidth={1.75} className="shrink-0" aria-hidden /> : null}
        {children !== undefined ? <span className="truncate">{children}</span> : null}
        {Trailing ? <Trailing size={16} strokeWidth={1.75} className="shrink-0" aria-hidden /> : null}
      </span>
    </button>
  )
}
