import { gridColumns, type PageDocument, reservedNames } from '@flexoffice/contract/page-document'
import type { CompiledPage } from './compile-page.ts'
import { buildGraph } from './graph.ts'
import { childrenOf, overlaps } from './layout.ts'
import { type PageProblem, pageError, pageWarning } from './problem.ts'

/** Finds names that are taken twice or have a meaning already. */
export function checkNames(page: PageDocument): PageProblem[] {
  const problems: PageProblem[] = []
  const seen = new Set<string>()
  const nodes = [
    ...Object.values(page.widgets).map(({ id, name }) => ({
      name,
      place: { widgetId: id, property: 'name' },
    })),
    ...Object.values(page.queries).map(({ id, name }) => ({
      name,
      place: { queryId: id, property: 'name' },
    })),
  ]
  for (const { name, place } of nodes) {
    if (reservedNames.has(name))
      problems.push(
        pageError('name_reserved', place, `"${name}" has a meaning in expressions already. Rename it.`, {
          name,
        }),
      )
    if (seen.has(name))
      problems.push(
        pageError(
          'name_taken',
          place,
          `Another widget or query is called "${name}" too. Rename one of them.`,
          { name },
        ),
      )
    seen.add(name)
  }
  return problems
}

/** Finds bindings that need one another in a circle. */
export function checkCycles(compiled: CompiledPage): PageProblem[] {
  const graph = buildGraph(compiled)
  return graph.cycles.map((cycle) => {
    const nodes = cycle.map((key) => graph.nodes.get(key)!)
    const start = Math.max(
      0,
      nodes.findIndex((node) => node.kind === 'property' || node.kind === 'visible'),
    )
    const turned = [...nodes.slice(start), ...nodes.slice(0, start)]
    const path = [...turned, turned[0]!].map((node) => node.label).join(' → ')
    const first = turned[0]!
    const place =
      'widgetId' in first
        ? { widgetId: first.widgetId, property: first.name }
        : 'queryId' in first
          ? { queryId: first.queryId }
          : {}
    return pageError(
      'binding_cycle',
      place,
      `These bindings need one another in a circle: ${path}. Take one of them out.`,
      { path },
    )
  })
}

/** Finds widgets that cover one another or reach over the edge. */
export function checkLayout(page: PageDocument): PageProblem[] {
  const problems: PageProblem[] = []
  const parents = new Set(Object.values(page.widgets).map(({ parent }) => parent))
  for (const parent of parents) {
    const children = childrenOf(page.widgets, parent)
    for (const breakpoint of ['desktop', 'tablet'] as const) {
      const placed = children.filter((widget) => widget.layout[breakpoint])
      for (const [index, widget] of placed.entries()) {
        const box = widget.layout[breakpoint]!
        const place = { widgetId: widget.id, property: 'layout' }
        if (box.x + box.w > gridColumns[breakpoint])
          problems.push(
            pageWarning(
              'layout_out_of_grid',
              place,
              `"${widget.name}" reaches over the right edge (${breakpoint}). Move it or make it narrower.`,
              { name: widget.name, breakpoint },
            ),
          )
        const covered = placed.slice(index + 1).find((other) => overlaps(box, other.layout[breakpoint]!))
        if (covered)
          problems.push(
            pageWarning(
              'layout_overlap',
              place,
              `"${widget.name}" and "${covered.name}" cover each other (${breakpoint}); the lower one is shown below. Move one of them.`,
              { name: widget.name, other: covered.name, breakpoint },
            ),
          )
      }
    }
  }
  return problems
}
