import type { PageProblem } from '@flexoffice/page-model'
import { EmptyState } from '@flexoffice/ui'
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { select } from '../commands.ts'
import { type Editor, useEditor, usePage } from '../editor.ts'
import { explainPageProblem, useProblems } from '../scope.tsx'

/** Everything that is wrong with the page; a click goes to the place. */
export function ProblemList() {
  const { t } = useMessages()
  const problems = useProblems()
  if (problems.length === 0)
    return <EmptyState icon={CircleCheck} title={t('pageEditor.problems.none')} className="py-8" />
  return (
    <div className="p-2">
      <ProblemLines problems={problems} />
    </div>
  )
}

/** Problems as lines to press. */
export function ProblemLines({ problems, onGo }: { problems: readonly PageProblem[]; onGo?: () => void }) {
  const editor = useEditor()
  const page = usePage()
  const sorted = [...problems].sort((first, second) => rank(first) - rank(second))
  return (
    <ul className="flex flex-col">
      {sorted.map((problem) => {
        const { code, severity, widgetId, queryId, property, from } = problem
        const Icon = severity === 'error' ? CircleAlert : TriangleAlert
        const name = page.widgets[widgetId ?? '']?.name ?? page.queries[queryId ?? '']?.name
        return (
          <li key={`${code} ${widgetId} ${queryId} ${property} ${from}`}>
            <button
              type="button"
              onClick={() => {
                goToProblem(editor, problem)
                onGo?.()
              }}
              className="flex w-full items-start gap-2 rounded-md px-2 py-1 text-left hover:bg-hover"
            >
              <Icon
                size={16}
                aria-hidden
                className={
                  severity === 'error'
                    ? 'mt-0.5 shrink-0 text-danger-ink'
                    : 'mt-0.5 shrink-0 text-warning-ink'
                }
              />
              {name ? <span className="shrink-0 font-medium text-ink">{name}</span> : null}
              <span className="min-w-0 text-muted">{explainPageProblem(problem)}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function goToProblem(editor: Editor, { widgetId, queryId, property }: PageProblem): void {
  if (widgetId) {
    select(editor, [widgetId])
    document.querySelector(`[data-frame="${widgetId}"]`)?.scrollIntoView({ block: 'nearest' })
    // The panel draws the widget's fields first.
    requestAnimationFrame(() => editor.wanted.set(property ?? 'name'))
  } else if (queryId) {
    editor.queryId.set(queryId)
    editor.drawer.set('queries')
  }
}

function rank({ severity }: PageProblem): number {
  return severity === 'error' ? 0 : 1
}
