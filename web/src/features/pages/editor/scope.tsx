import { isId } from '@flexoffice/base/ids'
import type { Scope } from '@flexoffice/expression'
import { type CheckedDocument, createDocumentChecker, type PageProblem } from '@flexoffice/page-model'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { explainProblem } from '../../../core/expression-field/expression-problem.ts'
import { hasMessage, translate } from '../../../core/i18n/languages.ts'
import { widgetRegistry } from '../widgets/widget-renderers.ts'
import { useCatalogue } from './catalogue.tsx'
import { useEditor } from './editor.ts'
import { whenQuiet } from './when-quiet.ts'

const CheckedPage = createContext<CheckedDocument>({ scope: { fields: {} }, problems: [] })

/** Checks the page while it is edited, in the quiet after a change; typing never waits for it. */
export function CheckedPageProvider({ children }: { children: ReactNode }) {
  const { document } = useEditor()
  const { checked } = useCatalogue()
  const [check] = useState(() => createDocumentChecker(widgetRegistry))
  const [value, setValue] = useState(() => check(document.getSnapshot(), checked))
  useEffect(() => {
    const quiet = whenQuiet(() => setValue(check(document.getSnapshot(), checked)))
    quiet.ask()
    const stopFollowing = document.subscribe(quiet.ask)
    return () => {
      stopFollowing()
      quiet.stop()
    }
  }, [document, check, checked])
  return <CheckedPage value={value}>{children}</CheckedPage>
}

/** The names that expressions on this page may use. */
export function useScope(): Scope {
  return useContext(CheckedPage).scope
}

/** Every mistake of the page. */
export function useProblems(): readonly PageProblem[] {
  return useContext(CheckedPage).problems
}

/** A mistake in the person's language, by its code; what expressions say is told as in every expression field. */
export function explainPageProblem(problem: PageProblem): string {
  const { code, params } = problem
  const { suggestion } = params
  if (!hasMessage(`pageProblems.${code}`)) return explainProblem({ ...problem, from: 0, to: 0 })
  const column = params.columnName ?? params.column
  const key = typeof column === 'string' && isId(column) ? `${code}_nameless` : code
  const sentence = translate(`pageProblems.${key}`, {
    ...params,
    column,
    wanted: translate(`pageProblems.values.${params.wanted}`, params),
    expected: translate(`pageProblems.kinds.${params.expected}`),
    breakpoint: translate(`pageEditor.breakpoints.${params.breakpoint}`),
  })
  if (suggestion === undefined || isId(String(suggestion))) return sentence
  return translate('pageProblems.suggestion', { sentence, suggestion })
}

/** A circle of bindings is one mistake, and every field on it is where it can be mended. */
export function isOnCircle({ code, params }: PageProblem, field: string): boolean {
  return code === 'binding_cycle' && String(params.path).split(' → ').includes(field)
}

/** Mistakes of one field as the expression field takes them. */
export function fieldProblems(problems: readonly PageProblem[], length: number) {
  return problems.map((problem) => ({
    code: problem.code,
    message: problem.message,
    explained: explainPageProblem(problem),
    severity: problem.severity,
    from: problem.from ?? 0,
    to: problem.to ?? length,
  }))
}
