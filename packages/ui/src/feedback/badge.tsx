import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '../class-names.ts'

/** Meaning of a colour. */
export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger' | 'info'

const tones: Record<Tone, string> = {
  neutral: 'bg-pressed text-muted',
  accent: 'bg-accent-soft text-accent-ink',
  success: 'bg-success-soft text-success-ink',
  warning: 'bg-warning-soft text-warning-ink',
  danger: 'bg-danger-soft text-danger-ink',
  info: 'bg-info-soft text-info-ink',
}

/** A state or a count in one or two words; never a button. */
export function Badge({
  tone = 'neutral',
  icon: Icon,
  dot,
  children,
}: {
  tone?: Tone
  icon?: LucideIcon
  dot?: boolean
  children: ReactNode
}) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 max-w-full items-center gap-1 rounded-full px-2 text-sm font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {dot ? <span className="size-1.5 shrink-0 rounded-full bg-current" aria-hidden /> : null}
      {Icon ? <Icon size={12} className="shrink-0" aria-hidden /> : null}
      <span className="truncate">{children}</span>
    </span>
  )
}

const avatarTints = [
  'bg-info-soft text-info-ink',
  'bg-success-soft text-success-ink',
  'bg-warning-soft text-warning-ink',
  'bg-danger-soft text-danger-ink',
  'bg-accent-soft text-accent-ink',
]

/**
 * A person or a workspace: its picture, else initials on a colour that stays the same for the name. Silent for screen
 * readers, because the name stands beside it; `labelled` where it stands alone.
 */
export function Avatar({
  name,
  image,
  size = 24,
  square,
  labelled,
}: {
  name: string
  image?: string
  size?: 20 | 24 | 32 | 40
  square?: boolean
  labelled?: boolean
}) {
  const tint =
    avatarTints[
      [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) %
        avatarTints.length
    ]
  const shape = square ? 'rounded-md' : 'rounded-full'
  if (image)
    return (
      <img
        src={image}
        alt={labelled ? name : ''}
        width={size}
        height={size}
        className={classNames('shrink-0 object-cover', shape)}
      />
    )
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: role and label come together
    <span
      role={labelled ? 'img' : undefined}
      aria-label={labelled ? name : undefined}
      aria-hidden={labelled ? undefined : true}
      data-initials={initials(name)}
      style={{ width: size, height: size, fontSize: size >= 32 ? 13 : 10 }}
      className={classNames(
        'inline-grid shrink-0 place-items-center font-semibold select-none before:content-[attr(data-initials)]',
        shape,
        tint,
      )}
    />
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = words[0]?.[0] ?? '?'
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''
  return (first + last).toUpperCase()
}
