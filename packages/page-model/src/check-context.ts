import type { PageDocument } from '@flexoffice/contract/page-document'
import type { Scope } from '@flexoffice/expression'
import type { PageCatalogue } from './page-scope.ts'
import type { WidgetRegistry } from './widgets/registry.ts'

/** What the checks of one page have at hand. */
export interface CheckContext {
  page: PageDocument
  registry: WidgetRegistry
  scope: Scope
  catalogue?: PageCatalogue
}
