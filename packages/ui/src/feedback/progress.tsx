import { LoaderCircle } from 'lucide-react'
import { useId } from 'react'
import { classNames } from '../class-names.ts'
import { useUiWords } from '../words.tsx'

/** A grey shape where content will be; give it the size of that content. */
export function Skeleton({ className = 'h-4 w-full' }: { className?: string }) {
  return <div aria-hidden className={classNames('animate-pulse rounded-md bg-pressed/70', className)} />
}

/** Lines of text that are on their way. */
export function SkeletonText({ lines = 3 }: { lines?: number }) {
  return (
    <div className="flex flex-col gap-2">
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical lines without identity
        <Skeleton key={index} className={classNames('h-3.5', index === lines - 1 ? 'w-3/5' : 'w-full')} />
      ))}
    </div>
  )
}

/** How far long work is; `value` of 0 to 100, or `null` when nobody knows. */
export function Progress({
  label,
  value,
  detail,
  hideLabel,
}: {
  label: string
  value: number | null
  detail?: string
  hideLabel?: boolean
}) {
  const id = useId()
  const said = detail ?? (value === null ? '' : `${Math.round(value)} %`)
  return (
    <div
      role="progressbar"
      aria-labelledby={id}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value ?? undefined}
      aria-valuetext={said || undefined}
      className="flex w-full flex-col gap-1"
    >
      <div className={classNames('flex justify-between gap-2', hideLabel && 'sr-only')}>
        <span id={id} className="truncate">
          {label}
        </span>
        <span className="text-muted">{said}</span>
      </div>
      <div className="h-1.5 overflow-hidden rounded-full bg-pressed">
        <div
          style={{ width: `${value ?? 0}%` }}
          className={classNames(
            'h-full rounded-full bg-accent transition-[width] duration-200',
            value === null && 'w-2/5! animate-[indeterminate_1.2s_linear_infinite]',
          )}
        />
      </div>
    </div>
  )
}

/** A small sign that something is on its way, with its name for screen readers. */
export function Spinner({ size = 16, label }: { size?: number; label?: string }) {
  const words = useUiWords()
  return (
    <span role="status" className="inline-flex text-faint">
      <LoaderCircle size={size} className="animate-spin" aria-hidden />
      <span className="sr-only">{label ?? words.loading}</span>
    </span>
  )
}
