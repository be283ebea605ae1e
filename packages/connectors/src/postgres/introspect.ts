import type {
  ConnectionPool,
  SourceColumn,
  SourceRelation,
  SourceSchema,
  SourceTable,
  SourceTransaction,
  TextRow,
} from '@flexoffice/sdk/connector'
import { columnsQuery, keysQuery, relationsQuery, tablesQuery, typesQuery } from './introspection-queries.ts'
import { maximumLengthOf, valueTypeOf } from './value-types.ts'

const kinds: Record<string, SourceTable['kind']> = {
  r: 'table',
  p: 'partitioned',
  f: 'foreign',
  v: 'view',
  m: 'materialized-view',
}

const timeoutMilliseconds = 60_000

interface UserType {
  isDomain: boolean
  baseOid: string
  baseName: string | null
  modifier: number
  notNull: boolean
  hasDefault: boolean
  labels: string[] | null
}

/** The identity of a column that survives renames: the table's oid and the column's number. */
export function columnIdentity(tableOid: string, attributeNumber: string | number): string {
  return `${tableOid}.${attributeNumber}`
}

/**
 * Reads what the login may see in five queries of one snapshot, however many tables there are. Only the given schemas
 * when some are named.
 */
export function introspectPostgres(
  pool: ConnectionPool,
  schemas: readonly string[] | undefined,
  signal?: AbortSignal,
): Promise<SourceSchema> {
  const work = async (transaction: SourceTransaction): Promise<SourceSchema> => {
    const filter = schemas === undefined ? null : JSON.stringify(schemas)
    const tables = (await readAll(transaction, tablesQuery, [filter])).map(readTable)
    const oids = [`{${tables.map((table) => table.identity).join(',')}}`]
    const types = new Map((await readAll(transaction, typesQuery, [])).map((row) => [row[0]!, readType(row)]))
    const byIdentity = new Map(tables.map((table) => [table.identity, table]))
    for (const row of await readAll(transaction, columnsQuery, oids)) {
      byIdentity.get(row[0]!)?.columns.push(readColumn(row, types))
    }
    for (const row of await readAll(transaction, keysQuery, oids)) chooseKey(byIdentity.get(row[0]!), row)
    const relations = (await readAll(transaction, relationsQuery, oids)).map(readRelation)
    return {
      schemas: [...new Set(tables.map((table) => table.schema))],
      tables,
      relations: relations.filter((relation) => isVisible(relation, byIdentity)),
    }
  }
  return pool.transaction(work, { readOnly: true, isolation: 'repeatable read', signal })
}

async function readAll(
  transaction: SourceTransaction,
  text: string,
  values: (string | null)[],
): Promise<TextRow[]> {
  const rows: TextRow[] = []
  for await (const batch of transaction.stream({ text, values, timeoutMilliseconds })) {
    for (const row of batch) rows.push(row)
  }
  return rows
}

function readTable(row: TextRow): SourceTable {
  const [oid, schema, name, kind, rows, comment, insert, update, remove] = row
  const estimate = Number(rows)
  const isView = kind === 'v'
  return {
    identity: oid!,
    schema: schema!,
    name: name!,
    kind: kinds[kind!]!,
    columns: [],
    key: null,
    abilities: { insert: insert === 't', update: update === 't', delete: remove === 't' },
    // Minus one says that the table was never analysed.
    approximateRowCount: isView || estimate < 0 ? null : Math.round(estimate),
    comment: comment ?? null,
  }
}

function readType(row: TextRow): UserType {
  const [, kind, baseOid, baseName, modifier, notNull, hasDefault, labels] = row
  return {
    isDomain: kind === 'd',
    baseOid: baseOid!,
    baseName: baseName ?? null,
    modifier: Number(modifier),
    notNull: notNull === 't',
    hasDefault: hasDefault === 't',
    labels: labels == null ? null : (JSON.parse(labels) as string[]),
  }
}

function readColumn(row: TextRow, types: Map<string, UserType>): SourceColumn {
  const [table, number, name, typeOid, typeName, , modifier, databaseType, notNull, expression] = row
  const [identity, generated, comment] = row.slice(10)
  const base = resolveType(typeOid!, typeName!, Number(modifier), types)
  const kind = generatedKind(identity!, generated!)
  const nullable = notNull !== 't' && !base.notNull
  return {
    identity: columnIdentity(table!, number!),
    name: name!,
    position: Number(number),
    type: valueTypeOf(base.name, base.labels !== null),
    databaseType: databaseType!,
    nullable,
    defaultExpression: expression ?? null,
    generated: kind,
    optionalOnInsert: nullable || expression != null || base.hasDefault || kind !== 'no',
    enumLabels: base.labels,
    maximumLength: maximumLengthOf(base.name, base.modifier),
    comment: comment ?? null,
  }
}

/** Follows domains over domains down to the type that the values have. */
function resolveType(oid: string, name: string, modifier: number, types: Map<string, UserType>) {
  const found = { name, modifier, notNull: false, hasDefault: false, labels: null as string[] | null }
  for (let type = types.get(oid); type; type = type.isDomain ? types.get(type.baseOid) : undefined) {
    if (!type.isDomain) return { ...found, labels: type.labels ?? [] }
    found.name = type.baseName ?? found.name
    if (type.modifier !== -1) found.modifier = type.modifier
    found.notNull ||= type.notNull
    found.hasDefault ||= type.hasDefault
  }
  return found
}

function generatedKind(identity: string, generated: string): SourceColumn['generated'] {
  if (identity === 'a') return 'identity-always'
  if (identity === 'd') return 'identity-by-default'
  return generated === '' ? 'no' : 'stored'
}

/** The first candidate counts: a primary key, else the shortest unique key of columns that are never null. */
function chooseKey(table: SourceTable | undefined, row: TextRow): void {
  if (!table || table.key !== null) return
  const columns = (JSON.parse(row[2]!) as number[]).map((number) => {
    const identity = columnIdentity(table.identity, number)
    return table.columns.find((column) => column.identity === identity)
  })
  const usable = columns.every((column) => column && (row[1] === 't' || !column.nullable))
  if (usable) table.key = columns.map((column) => column!.identity)
}

function readRelation(row: TextRow): SourceRelation {
  const [oid, name, from, to, fromNumbers, toNumbers] = row
  const identities = (table: string, numbers: string) =>
    (JSON.parse(numbers) as number[]).map((number) => columnIdentity(table, number))
  return {
    identity: oid!,
    name: name!,
    fromTable: from!,
    fromColumns: identities(from!, fromNumbers!),
    toTable: to!,
    toColumns: identities(to!, toNumbers!),
  }
}

/** A relation over a column that the login may not read is not shown. */
function isVisible(relation: SourceRelation, tables: Map<string, SourceTable>): boolean {
  const readable = (table: string, columns: string[]) => {
    const known = new Set(tables.get(table)?.columns.map((column) => column.identity))
    return columns.every((column) => known.has(column))
  }
  return readable(relation.fromTable, relation.fromColumns) && readable(relation.toTable, relation.toColumns)
}
