import type { FormatTone } from '@flexoffice/sdk/widget'
import { classNames } from '@flexoffice/ui'
import { CircleAlert, CircleCheck, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { translate } from '../../../core/i18n/languages.ts'

/** How a tone looks: its letters, its ground, and the sign by which it is known without any colour. */
const looks: Record<FormatTone, readonly [ink: string, ground?: string, sign?: LucideIcon]> = {
  positive: ['text-success-ink', 'bg-success-soft', CircleCheck],
  warning: ['text-warning-ink', 'bg-warning-soft', TriangleAlert],
  negative: ['text-danger-ink', 'bg-danger-soft', CircleAlert],
  muted: ['text-muted italic'],
  strong: ['font-semibold'],
}

/** Something in a tone. With `sign` the tone is told to eyes and to screen readers; with `filled` it has a ground. */
export function Toned({
  tone,
  sign,
  filled,
  children,
}: {
  tone: FormatTone | undefined
  sign?: boolean
  filled?: boolean
  children: ReactNode
}) {
  const look = tone && looks[tone]
  if (!look) return children
  const [ink, ground, Sign] = look
  return (
    <span
      data-tone={tone}
      className={classNames(
        'flex min-w-0 items-center gap-1.5',
        ink,
        filled && ground && `-mx-1.5 rounded-md px-1.5 ${ground}`,
      )}
    >
      {sign ? (
        <>
          <span className="sr-only">{translate(`widgetView.tones.${tone}`)}: </span>
          {Sign ? <Sign size="1em" className="shrink-0" aria-hidden /> : null}
        </>
      ) : null}
      {children}
    </span>
  )
}
