import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes, Ref } from 'react'
import { classNames } from '../class-names.ts'
import { Tooltip } from '../overlays/tooltip.tsx'
import { type ButtonVariant, buttonClassName, type ControlSize } from './button.tsx'

/** Properties of IconButton; `label` is both the accessible name and the tooltip. */
export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  icon: LucideIcon
  label: string
  shortcut?: string
  variant?: ButtonVariant
  size?: ControlSize
  pressed?: boolean
  ref?: Ref<HTMLButtonElement>
}

/** A square button with an icon, which always has a name. */
export function IconButton(props: IconButtonProps) {
  const {
    icon: Icon,
    label,
    shortcut,
    variant = 'ghost',
    size = 'md',
    pressed,
    className,
    type,
    ...rest
  } = props
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type={type ?? 'button'}
        aria-label={label}
        aria-pressed={pressed}
        className={classNames(
          buttonClassName(variant, size),
          'px-0!',
          size === 'sm' ? 'w-7' : 'w-8',
          pressed && 'bg-accent-soft text-accent-ink',
          className,
        )}
        {...rest}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </button>
    </Tooltip>
  )
}
