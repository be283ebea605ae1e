import type { PageDocument } from '@flexoffice/contract/page-document'
import { createDocumentChecker } from './document-checker.ts'
import type { PageCatalogue } from './page-scope.ts'
import type { PageProblem } from './problem.ts'
import type { WidgetRegistry } from './widgets/registry.ts'

export type { PageCatalogue } from './page-scope.ts'
export type { PageProblem } from './problem.ts'

/**
 * Finds every mistake of a page: unknown types, names, tables and columns, wrong types, circles of bindings, places that
 * cover one another. Without a catalogue, tables and columns are not looked up. Publishing needs no `error` to be left.
 */
export function checkDocument(
  page: PageDocument,
  registry: WidgetRegistry,
  catalogue?: PageCatalogue,
): PageProblem[] {
  return [...createDocumentChecker(registry)(page, catalogue).problems]
}
