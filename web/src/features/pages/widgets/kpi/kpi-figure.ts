/** How a figure is written. */
export interface FigureFormat {
  format: string
  currency: string
  decimals: number
  locale: string
}

/** How a figure stands beside what it is compared with; `share` is null when there is nothing to divide by. */
export interface Comparison {
  direction: 'up' | 'down' | 'same'
  share: number | null
  tone: 'good' | 'bad' | 'neutral'
}

/** Reads a figure of the data API (a number, or its digits as text); null for what is none. */
export function readFigure(value: unknown): number | null {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return null
  const figure = Number(value)
  return Number.isFinite(figure) ? figure : null
}

/** Writes a figure in the person's locale; digits that a number cannot hold are kept by handing the text itself on. */
export function printFigure(value: unknown, { format, currency, decimals, locale }: FigureFormat): string {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
  const style: Intl.NumberFormatOptions =
    format === 'money'
      ? { style: 'currency', currency: /^[A-Za-z]{3}$/.test(currency) ? currency : 'USD' }
      : format === 'percent'
        ? { style: 'percent' }
        : {}
  const exact = typeof value === 'string' ? (value as Intl.StringNumericLiteral) : Number(value)
  return new Intl.NumberFormat(locale, { ...style, ...digits }).format(exact)
}

/** Compares a figure with another; which direction is good is the author's choice. */
export function compareFigures(figure: number, before: number, better: string): Comparison {
  const direction = figure > before ? 'up' : figure < before ? 'down' : 'same'
  const share = before === 0 ? null : (figure - before) / Math.abs(before)
  if (direction === 'same' || better === 'neither') return { direction, share, tone: 'neutral' }
  return { direction, share, tone: (direction === 'up') === (better === 'higher') ? 'good' : 'bad' }
}
