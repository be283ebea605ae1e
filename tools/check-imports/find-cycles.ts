/** Files and, for each, the files that it imports with the line of the import. */
export type ImportGraph = Map<string, Map<string, number>>

/** Every import cycle as a list of files, each as short as can be and told once. */
export function findCycles(graph: ImportGraph): string[][] {
  const cycles = new Map<string, string[]>()
  for (const component of stronglyConnected(graph)) {
    const members = new Set(component)
    for (const file of [...component].sort()) {
      const cycle = shortestCycle(graph, file, members)
      if (!cycle) continue
      const turned = startAtSmallest(cycle)
      cycles.set(turned.join('\n'), turned)
    }
  }
  return [...cycles.values()]
}

function shortestCycle(graph: ImportGraph, start: string, members: Set<string>): string[] | null {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const file of queue) {
    for (const next of graph.get(file)?.keys() ?? []) {
      if (next === start) return pathBack(cameFrom, start, file)
      if (!members.has(next) || cameFrom.has(next)) continue
      cameFrom.set(next, file)
      queue.push(next)
    }
  }
  return null
}

function pathBack(cameFrom: Map<string, string>, start: string, end: string): string[] {
  const path = [end]
  for (let file = end; file !== start; ) {
    const previous = cameFrom.get(file)
    if (previous === undefined) break
    path.unshift(previous)
    file = previous
  }
  return path
}

function startAtSmallest(cycle: string[]): string[] {
  const smallest = cycle.indexOf([...cycle].sort()[0] ?? '')
  return [...cycle.slice(smallest), ...cycle.slice(0, smallest)]
}

/** Kosaraju's two passes, without recursion so that a deep tree cannot overflow the stack. */
function stronglyConnected(graph: ImportGraph): string[][] {
  const backwards = new Map<string, string[]>()
  for (const [from, targets] of graph) {
    for (const to of targets.keys()) backwards.set(to, [...(backwards.get(to) ?? []), from])
  }
  const finished = walk(graph.keys(), (file) => [...(graph.get(file)?.keys() ?? [])]).flat()
  return walk(finished.reverse(), (file) => backwards.get(file) ?? [])
}

/** Depth-first from each start: for each start, the newly reached files in the order in which they finish. */
function walk(starts: Iterable<string>, nextOf: (file: string) => string[]): string[][] {
  const seen = new Set<string>()
  const groups: string[][] = []
  for (const start of starts) {
    if (seen.has(start)) continue
    seen.add(start)
    const group: string[] = []
    const stack = [{ file: start, rest: nextOf(start) }]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.rest.pop()
      if (next === undefined) {
        group.push(top.file)
        stack.pop()
      } else if (!seen.has(next)) {
        seen.add(next)
        stack.push({ file: next, rest: nextOf(next) })
      }
    }
    groups.push(group)
  }
  return groups
}
