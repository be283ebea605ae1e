import type { Scope } from '@flexoffice/expression'
import { type CheckedDocument, createDocumentChecker, type PageProblem } from '@flexoffice/page-model'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
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

/** A mistake in the person's language; the sentence that came with it where there are no words. */
export function explainPageProblem({ code, message, params }: PageProblem): string {
  const key = `pageProblems.${code}`
  return hasMessage(key) ? translate(key, params) : message
}

/** Mistakes of one field as the expression field takes them. */
export function fieldProblems(problems: readonly PageProblem[], length: number) {
  return problems.map(({ code, message, params, from, to, severity }) => ({
    code,
    message,
    params,
    severity,
    from: from ?? 0,
    to: to ?? length,
  }))
}
