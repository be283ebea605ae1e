import type { PageDocument, WidgetNode } from '@flexoffice/contract/page-document'
import type { Scope } from '@flexoffice/expression'
import { checkCycles, checkLayout, checkNames } from './check-arrangement.ts'
import { checkFirstValues, checkQueries } from './check-queries.ts'
import { checkWidget } from './check-widget.ts'
import { type CompiledPage, compilePage } from './compile-page.ts'
import { hasSameGraph } from './graph.ts'
import { buildPageScope, type PageCatalogue } from './page-scope.ts'
import type { PageProblem } from './problem.ts'
import { isSameJson } from './stable-json.ts'
import type { WidgetRegistry } from './widgets/registry.ts'

/** The mistakes of a page and the names that its expressions may use. */
export interface CheckedDocument {
  scope: Scope
  problems: readonly PageProblem[]
}

/** Checks a page as it is now; parts that are as before keep their references. */
export type DocumentChecker = (page: PageDocument, catalogue?: PageCatalogue) => CheckedDocument

interface Kept {
  page: PageDocument
  catalogue: PageCatalogue | undefined
  compiled: CompiledPage
  checked: CheckedDocument
  ofWidgets: ReadonlyMap<WidgetNode, readonly PageProblem[]>
  ofQueries: readonly PageProblem[]
  ofCycles: readonly PageProblem[]
}

/** Makes a checker that follows one page while it is edited and checks again only what a change can reach. */
export function createDocumentChecker(registry: WidgetRegistry): DocumentChecker {
  let before: Kept | null = null
  return (page, catalogue) => {
    if (before?.page !== page || before.catalogue !== catalogue)
      before = check(page, registry, catalogue, before)
    return before.checked
  }
}

function check(
  page: PageDocument,
  registry: WidgetRegistry,
  catalogue: PageCatalogue | undefined,
  before: Kept | null,
): Kept {
  const compiled = compilePage(page, registry, before?.compiled)
  const around = before && isSameAround(page, catalogue, before) ? before : null
  const scope =
    around && compiled.scope === around.compiled.scope && haveSameRows(compiled, around.compiled)
      ? around.checked.scope
      : buildScope(page, registry, catalogue, before)
  const context = { page, registry, catalogue, scope }
  const kept = around && scope === around.checked.scope ? around : null
  const ofWidgets = new Map(
    Object.values(page.widgets).map((widget) => [
      widget,
      kept?.ofWidgets.get(widget) ?? checkWidget(widget, context),
    ]),
  )
  const ofQueries = kept?.ofQueries ?? checkQueries(context)
  const ofCycles = before && hasSameGraph(before.compiled, compiled) ? before.ofCycles : checkCycles(compiled)
  const problems = [
    ...[...ofWidgets.values()].flat(),
    ...ofQueries,
    ...checkFirstValues(page),
    ...checkNames(page),
    ...ofCycles,
    ...checkLayout(page),
  ]
  const checked =
    before && scope === before.checked.scope && isSameJson(before.checked.problems, problems)
      ? before.checked
      : { scope, problems }
  return { page, catalogue, compiled, checked, ofWidgets, ofQueries, ofCycles }
}

function buildScope(
  page: PageDocument,
  registry: WidgetRegistry,
  catalogue: PageCatalogue | undefined,
  before: Kept | null,
): Scope {
  const built = buildPageScope(page, registry, catalogue)
  return before && isSameJson(before.checked.scope, built) ? before.checked.scope : built
}

/** Rows that widgets offer to expressions have the columns of what the widget is bound to. */
function haveSameRows(now: CompiledPage, before: CompiledPage): boolean {
  return haveSame(now.widgets, before.widgets, (one, other) => {
    if (one === other) return true
    return (one.definition?.exposes ?? []).every(
      ({ columnsOf }) =>
        columnsOf === undefined || one.node.properties[columnsOf] === other.node.properties[columnsOf],
    )
  })
}

/** Beside its own properties, what is wrong with a widget depends on these. */
function isSameAround(page: PageDocument, catalogue: PageCatalogue | undefined, before: Kept): boolean {
  return (
    catalogue === before.catalogue &&
    haveSame(page.widgets, before.page.widgets, (one, other) => one.type === other.type) &&
    haveSame(page.queries, before.page.queries, (one, other) => one === other) &&
    isSameJson(page.state, before.page.state)
  )
}

function haveSame<Node>(
  now: Record<string, Node>,
  before: Record<string, Node>,
  isSame: (one: Node, other: Node) => boolean,
): boolean {
  const ids = Object.keys(now)
  return (
    ids.length === Object.keys(before).length &&
    ids.every((id) => Object.hasOwn(before, id) && isSame(now[id]!, before[id]!))
  )
}
