/** One mistake of a page: a stable code with parameters for translation, an English sentence, and where it is. */
export interface PageProblem {
  code: string
  severity: 'error' | 'warning'
  message: string
  params: Record<string, string | number>
  widgetId?: string
  queryId?: string
  /** A property's name, or `visible`, `layout`, `name`, or `events.press[0].values.total`. */
  property?: string
  /** Where in the source of the property's expression (UTF-16 offsets, `to` exclusive). */
  from?: number
  to?: number
}

type Place = Pick<PageProblem, 'widgetId' | 'queryId' | 'property'>

/** Makes a mistake that forbids publishing; a `suggestion` among the parameters is added to the sentence. */
export function pageError(
  code: string,
  place: Place,
  message: string,
  params: PageProblem['params'] = {},
): PageProblem {
  return { code, severity: 'error', message: message + hintOf(params), params, ...place }
}

/** Makes a hint that forbids nothing. */
export function pageWarning(
  code: string,
  place: Place,
  message: string,
  params: PageProblem['params'] = {},
): PageProblem {
  return { code, severity: 'warning', message: message + hintOf(params), params, ...place }
}

/** "Did you mean": the nearest known name as a parameter, or none. */
export function suggest(written: string, known: Iterable<string>): { suggestion?: string } {
  let best = ''
  let bestDistance = Math.max(2, Math.ceil(written.length / 3)) + 1
  for (const name of known) {
    if (Math.abs(name.length - written.length) >= bestDistance) continue
    const distance = editDistance(written.toLowerCase(), name.toLowerCase())
    if (distance < bestDistance) {
      best = name
      bestDistance = distance
    }
  }
  return best ? { suggestion: best } : {}
}

function hintOf({ suggestion }: PageProblem['params']): string {
  return suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`
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
