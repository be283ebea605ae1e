import type { ReactNode } from 'react'

/** A titled part of the panel. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-4 border-b border-line px-4 py-4 last:border-0">
      <h3 className="text-sm font-medium text-faint">{title}</h3>
      {children}
    </div>
  )
}
