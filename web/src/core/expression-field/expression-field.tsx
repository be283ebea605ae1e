import type { Scope } from '@flexoffice/expression'
import { classNames } from '@flexoffice/ui'
import { CircleAlert } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useId, useRef } from 'react'
import type { ExpressionEditorHandle } from './expression-editor.tsx'
import { type ExpressionProblem, explainProblem } from './expression-problem.ts'

const ExpressionEditor = lazy(async () => ({
  default: (await import('./expression-editor.tsx')).ExpressionEditor,
}))

/** Properties of ExpressionField. */
export interface ExpressionFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  /** What completion offers. */
  scope: Scope
  /** Underlined at their place and listed below with the remedy. */
  problems?: readonly ExpressionProblem[]
  /** A text with `{{ expression }}` parts; else the whole text is one expression. */
  template?: boolean
  help?: ReactNode
  /** Stands under the field while there is no problem, such as the current value. */
  result?: ReactNode
  placeholder?: string
  readOnly?: boolean
  hideLabel?: boolean
  /** A small control on the label's line. */
  labelAction?: ReactNode
  /** Lines shown at least; the field grows with its text. */
  lines?: number
  className?: string
}

/** A field for an expression: completion while typing, mistakes underlined and explained. The editor is loaded when the first field appears. */
export function ExpressionField(props: ExpressionFieldProps) {
  const { label, problems = [], help, result, hideLabel, labelAction, lines = 1, className } = props
  const id = useId()
  const editor = useRef<ExpressionEditorHandle>(null)
  const failed = problems.some((problem) => problem.severity !== 'warning')
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <div className={classNames('flex items-baseline justify-between gap-2', hideLabel && 'sr-only')}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a label for an editor that is no form control; clicking it is a comfort */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: Tab reaches the editor */}
        <span id={`${id}-label`} className="font-medium" onClick={() => editor.current?.focusAt(0)}>
          {label}
        </span>
        {labelAction}
      </div>
      <div
        style={{ minHeight: lines * 20 + 12 }}
        className={classNames(
          'min-w-0 rounded-md border bg-surface transition-colors focus-within:ring-2',
          failed
            ? 'border-danger focus-within:ring-danger/25'
            : 'border-field hover:border-muted focus-within:border-accent focus-within:ring-accent/25',
          props.readOnly && 'bg-sunken',
        )}
      >
        <Suspense fallback={<PlainText text={props.value} />}>
          <ExpressionEditor
            ref={editor}
            labelId={`${id}-label`}
            notesId={`${id}-notes`}
            value={props.value}
            onChange={props.onChange}
            onBlur={props.onBlur}
            scope={props.scope}
            problems={problems}
            template={props.template}
            placeholder={props.placeholder}
            readOnly={props.readOnly}
            lines={lines}
          />
        </Suspense>
      </div>
      <div id={`${id}-notes`} className="flex flex-col gap-1 text-sm">
        <ProblemList problems={problems} onGo={(position) => editor.current?.focusAt(position)} />
        {failed ? null : result}
        {help ? <div className="text-muted">{help}</div> : null}
      </div>
    </div>
  )
}

function ProblemList({
  problems,
  onGo,
}: {
  problems: readonly ExpressionProblem[]
  onGo: (position: number) => void
}) {
  return (
    <ul aria-live="polite" className="flex flex-col gap-0.5 empty:hidden">
      {problems.slice(0, 3).map((problem) => (
        <li key={`${problem.code} ${problem.from} ${problem.to}`}>
          <button
            type="button"
            onClick={() => onGo(problem.from)}
            className={classNames(
              'flex items-start gap-1 rounded-md text-left hover:underline',
              problem.severity === 'warning' ? 'text-warning-ink' : 'text-danger-ink',
            )}
          >
            <CircleAlert size={14} className="mt-px shrink-0" aria-hidden />
            <span>{explainProblem(problem)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function PlainText({ text }: { text: string }) {
  return <pre className="px-2.5 py-1.5 font-mono text-sm leading-5 whitespace-pre-wrap text-ink">{text}</pre>
}
