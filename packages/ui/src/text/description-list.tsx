import type { ReactNode } from 'react'

/** One fact: its name and its value. */
export interface Description {
  term: string
  detail: ReactNode
}

/** Facts about one thing, name at the left, value at the right; empty values show a dash. */
export function DescriptionList({
  items,
  termWidth = 128,
}: {
  items: readonly Description[]
  termWidth?: number
}) {
  return (
    <dl className="flex flex-col">
      {items.map((item) => (
        <div key={item.term} className="flex gap-3 border-b border-line py-1.5 last:border-0">
          <dt style={{ width: termWidth }} className="shrink-0 text-muted">
            {item.term}
          </dt>
          <dd className="min-w-0 flex-1 wrap-anywhere">
            {item.detail === '' || item.detail === null || item.detail === undefined ? '—' : item.detail}
          </dd>
        </div>
      ))}
    </dl>
  )
}
