import { Check } from 'lucide-react'
import { classNames } from '../class-names.ts'
import { useUiWords } from '../words.tsx'

/** Where one is in a task of several steps; done steps can be gone back to when `onSelect` is given. */
export function Stepper({
  label,
  steps,
  current,
  onSelect,
}: {
  label: string
  steps: readonly string[]
  current: number
  onSelect?: (index: number) => void
}) {
  const words = useUiWords()
  return (
    <nav aria-label={label}>
      <ol className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {steps.map((step, index) => {
          const done = index < current
          const active = index === current
          const marker = (
            <>
              <span
                className={classNames(
                  'grid size-5 shrink-0 place-items-center rounded-full text-xs font-semibold',
                  done
                    ? 'bg-accent-soft text-accent-ink'
                    : active
                      ? 'bg-accent text-on-solid'
                      : 'bg-sunken text-muted ring-1 ring-line-strong',
                )}
                aria-hidden
              >
                {done ? <Check size={12} strokeWidth={3} /> : index + 1}
              </span>
              <span className="sr-only">{words.step(index + 1, steps.length)}: </span>
              <span className={active ? 'font-medium text-ink' : 'text-muted'}>{step}</span>
            </>
          )
          return (
            <li key={step} aria-current={active ? 'step' : undefined} className="flex items-center gap-2">
              {index > 0 ? <span aria-hidden className="h-px w-6 bg-line-strong" /> : null}
              {done && onSelect ? (
                <button
                  type="button"
                  className="flex items-center gap-1.5 rounded-md hover:underline"
                  onClick={() => onSelect(index)}
                >
                  {marker}
                </button>
              ) : (
                <span className="flex items-center gap-1.5">{marker}</span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
