import Papa from 'papaparse'

const candidates = [',', ';', '\t', '|']

/**
 * Chooses the delimiter under which the first lines split into the same number of columns most often; more columns win a tie.
 * A first line `sep=;`, which Excel understands, decides at once. A file of one column answers with a comma.
 */
export function detectDelimiter(sample: string): string {
  const declared = readSeparatorLine(sample)
  if (declared) return declared
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of candidates) {
    const score = scoreDelimiter(sample, delimiter)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

/** The delimiter of a first line such as `sep=;`, or null. */
export function readSeparatorLine(sample: string): string | null {
  return /^sep=([,;\t|])\n/i.exec(sample)?.[1] ?? null
}

function scoreDelimiter(sample: string, delimiter: string): number {
  const parsed = new Papa.Parser({ delimiter, newline: '\n', preview: 100 }).parse(sample, 0, false) as {
    data: string[][]
  }
  const counts = new Map<number, number>()
  let lines = 0
  for (const row of parsed.data) {
    if (row.length === 1 && row[0] === '') continue
    lines++
    counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  }
  let score = 0
  for (const [columns, times] of counts) {
    if (columns > 1) score = Math.max(score, times / lines + Math.min(columns, 100) / 1000)
  }
  return score
}
