import { CircleAlert } from 'lucide-react'
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'
import { classNames } from '../class-names.ts'
import { useUiWords } from '../words.tsx'

/** One mistake: `field` is the name of the field it belongs to; without it, it is about the whole form. */
export interface FormProblem {
  field?: string
  message: string
}

/** Properties of Form. */
export interface FormProps {
  onSubmit: () => void
  /** Shown on top as a list of links; `attempt` changes with each refused submit and moves the focus there. */
  problems?: readonly FormProblem[]
  attempt?: number
  /** Cancel first, the primary submit button last. */
  actions?: ReactNode
  label?: string
  className?: string
  children: ReactNode
}

/** A form: fields in one column, mistakes summed up on top and focused when a submit is refused. */
export function Form({
  onSubmit,
  problems = [],
  attempt = 0,
  actions,
  label,
  className,
  children,
}: FormProps) {
  const words = useUiWords()
  const form = useRef<HTMLFormElement>(null)
  const summary = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (attempt > 0) summary.current?.focus()
  }, [attempt])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  const fieldProblems = problems.filter((problem) => problem.field !== undefined)
  return (
    <form
      ref={form}
      noValidate
      aria-label={label}
      onSubmit={submit}
      className={classNames('flex flex-col gap-4', className)}
    >
      {problems.length > 0 && attempt > 0 ? (
        <div
          ref={summary}
          role="alert"
          tabIndex={-1}
          className="flex gap-2.5 rounded-md bg-danger-soft px-3 py-2 text-danger-ink"
        >
          <CircleAlert size={16} className="mt-0.5 shrink-0" aria-hidden />
          <div>
            {fieldProblems.length > 0 ? (
              <p className="font-medium">{words.errorSummary(fieldProblems.length)}</p>
            ) : null}
            <ul>
              {problems.map((problem) => (
                <li key={`${problem.field} ${problem.message}`}>
                  {problem.field === undefined ? (
                    problem.message
                  ) : (
                    <button
                      type="button"
                      className="text-left underline"
                      onClick={() => focusField(form.current, problem.field ?? '')}
                    >
                      {problem.message}
                    </button>
                  )}
                </li>
              ))}
            </ul>
          </div>
        </div>
      ) : null}
      {children}
      {actions ? (
        <div data-form-actions="" className="flex flex-wrap items-center justify-end gap-2 pt-1">
          {actions}
        </div>
      ) : null}
    </form>
  )
}

function focusField(form: HTMLFormElement | null, name: string): void {
  const found = form?.elements.namedItem(name)
  const target =
    found instanceof HTMLElement
      ? found
      : form?.querySelector<HTMLElement>('[data-invalid] :is(input,textarea,button)')
  target?.focus()
}
