/** Writes one row in the text format of PostgreSQL's COPY; null is `\N`. */
export function writeCopyRow(values: readonly (string | null)[]): string {
  let line = ''
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!
    line += at === 0 ? '' : '\t'
    line += value === null ? '\\N' : special.test(value) ? value.replace(specials, escapeCharacter) : value
  }
  return `${line}\n`
}

/** The statement for `pg-copy-streams`' `from`. Names are quoted; they come from `toTableName` and `toDatabaseNames`. */
export function copyStatement(schema: string, table: string, columns: string[]): string {
  return `COPY ${quote(schema)}.${quote(table)} (${columns.map(quote).join(', ')}) FROM STDIN (FORMAT text, ENCODING 'UTF8')`
}

// biome-ignore lint/complexity/useRegexLiterals: a literal with these characters reads worse
const special = new RegExp('[\\\\\\t\\n\\r\\b\\f\\v]')
const specials = new RegExp(special.source, 'g')
const escapes: Record<string, string> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
}

function escapeCharacter(character: string): string {
  return escapes[character]!
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
