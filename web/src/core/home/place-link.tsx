import { Link } from '@tanstack/react-router'
import type { LucideIcon } from 'lucide-react'

/** A way from Home to a place: its sign, its name, and what kind of place it is. */
export function PlaceLink({
  to,
  icon: Icon,
  label,
  detail,
}: {
  to: string
  icon: LucideIcon
  label: string
  detail: string
}) {
  return (
    <Link
      to={to}
      className="flex items-center gap-3 rounded-md border border-line bg-surface px-3 py-2.5 hover:border-line-strong hover:bg-hover"
    >
      <Icon size={16} strokeWidth={1.75} className="shrink-0 text-muted" aria-hidden />
      <span className="min-w-0">
        <span className="block truncate font-medium">{label}</span>
        <span className="block truncate text-sm text-muted">{detail}</span>
      </span>
    </Link>
  )
}
