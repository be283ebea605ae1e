export type ProblemSeverity = 'error' | 'warning'

/**
 * One mistake in an expression: a stable code with parameters for translation, one English sentence with the remedy,
 * and where it stands (UTF-16 offsets into the source, `to` exclusive).
 */
export interface Problem {
  code: string
  message: string
  params: Record<string, string | number>
  from: number
  to: number
  severity: ProblemSeverity
}

/** Where something stands in a source. */
export interface SourceRange {
  from: number
  to: number
}

/** Builds an error; the message is a finished sentence, the parameters repeat what is variable in it. */
export function makeProblem(
  code: string,
  range: SourceRange,
  message: string,
  params: Record<string, string | number> = {},
): Problem {
  return { code, message, params, from: range.from, to: range.to, severity: 'error' }
}

/** The name most like the one written, for "did you mean"; null when none is near. */
export function findNearestName(written: string, names: Iterable<string>): string | null {
  let best: string | null = null
  let bestDistance = Math.max(1, Math.ceil(written.length / 3)) + 1
  for (const name of names) {
    if (Math.abs(name.length - written.length) >= bestDistance) continue
    const distance = editDistance(written.toLowerCase(), name.toLowerCase())
    if (distance < bestDistance) {
      best = name
      bestDistance = distance
    }
  }
  return best
}

/** The name written and the one that was likely meant, as parameters of a problem. */
export function nameParams(written: string, names: Iterable<string>): { name: string; suggestion?: string } {
  const nearest = findNearestName(written.slice(0, 80), names)
  return nearest === null ? { name: written } : { name: written, suggestion: nearest }
}

/** The remedy for an unknown name: the nearest one, or the first few that exist. */
export function suggestNames(written: string, names: string[]): string {
  const nearest = findNearestName(written.slice(0, 80), names)
  if (nearest !== null) return `Did you mean "${nearest}"?`
  if (names.length === 0) return 'There is nothing to choose from here.'
  const shown = names.slice(0, 5).map((name) => `"${name}"`)
  return `Known here: ${shown.join(', ')}${names.length > 5 ? ' and more' : ''}.`
}

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const change = left[row - 1] === right[column - 1] ? 0 : 1
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + change))
    }
    previous = current
  }
  return previous[right.length]!
}
