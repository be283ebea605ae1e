import { AppError } from '@flexoffice/base'
import { compileQuery } from '../compile-query.ts'
import { evaluateQuery, sameRows } from '../oracle.ts'
import { governRow, type Row, type World } from '../oracle-cells.ts'
import type { BindInput } from '../parameters.ts'
import { compilePolicy } from '../policy.ts'
import type { Catalogue } from '../query-scope.ts'
import { shapeOf } from '../shape.ts'
import type { Query } from '../structured-query.ts'
import {
  type CampaignConnection,
  createTables,
  dropTables,
  sessionSettings,
  updateCellSql,
} from './campaign-tables.ts'
import { generateQuery } from './generate-query.ts'
import { generatePerson, generateTables, generateValue } from './generate-world.ts'
import { Random } from './random.ts'

/** One campaign: `count` cases of a seed, the same on every machine. */
export interface CampaignOptions {
  seed: number
  /** The first case; a case depends on nothing but the seed and its number. */
  from?: number
  count: number
  connection: CampaignConnection
}

/** A case on which the two judges differ, with what is needed to look at it again. */
export interface CampaignFailure {
  seed: number
  index: number
  message: string
  query: Query
  sql: string
  expected: unknown
  actual: unknown
}

/** What a run of cases gave. */
export interface CampaignResult {
  cases: number
  /** How many cases were refusals, and how many rows the others gave: a campaign that sees nothing proves nothing. */
  refused: number
  rows: number
  failures: CampaignFailure[]
}

const casesPerSchema = 60

/** Random tables, people and queries: PostgreSQL's answer to the compiled SQL against the cell-by-cell oracle. */
export async function runPolicyCases(options: CampaignOptions): Promise<CampaignResult> {
  return await runCases(options, async (random, world, result) => {
    const query = generateQuery(random, world)
    checkCase(query, await answer(options.connection, query, world), world, result)
  })
}

/** Changes only what a person cannot see; every byte of the answer, refusals and totals included, has to stay. */
export async function runMetamorphicCases(options: CampaignOptions): Promise<CampaignResult> {
  const { connection } = options
  return await runCases(options, async (random, world, result) => {
    const query = generateQuery(random, world)
    const expected = await answer(connection, query, world)
    const statements = changeHidden(random, world)
    await connection.query(['begin', ...statements].join('; '))
    const actual = await answer(connection, query, world)
    await connection.query('rollback')
    countAnswer(result, expected)
    if (JSON.stringify(expected) === JSON.stringify(actual)) return
    result.report({ message: 'a hidden change shows', query, sql: expected.sql, expected, actual })
  })
}

type Recorder = CampaignResult & { report(failure: Omit<CampaignFailure, 'seed' | 'index'>): void }

async function runCases(
  { seed, from = 0, count, connection }: CampaignOptions,
  run: (random: Random, world: World, result: Recorder) => Promise<void>,
): Promise<CampaignResult> {
  await connection.query(sessionSettings)
  const result: CampaignResult = { cases: 0, refused: 0, rows: 0, failures: [] }
  let [schema, tables]: [string, World['tables']] = ['', new Map()]
  for (let index = from; index < from + count; index += 1) {
    const block = Math.floor(index / casesPerSchema)
    if (schema !== `campaign ${seed}.${block}`) {
      if (schema !== '') await dropTables(connection, schema)
      schema = `campaign ${seed}.${block}`
      tables = generateTables(new Random(hashNumbers(seed, -block - 1)), schema)
      await createTables(connection, schema, tables)
    }
    const random = new Random(hashNumbers(seed, index))
    const report: Recorder['report'] = (failure) => result.failures.push({ seed, index, ...failure })
    await run(random, { tables, ...generatePerson(random, tables) }, Object.assign(result, { report }))
    result.cases += 1
  }
  if (schema !== '') await dropTables(connection, schema)
  return { cases: result.cases, refused: result.refused, rows: result.rows, failures: result.failures }
}

function hashNumbers(seed: number, index: number): number {
  return Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 0x7f4a7c15, 0xc2b2ae35)
}

interface Answer {
  sql: string
  /** A refusal's text, or the rows of all pages. */
  rows: string | (string | null)[][]
  total: string | null
}

function countAnswer(result: CampaignResult, { rows }: Answer): void {
  if (typeof rows === 'string') result.refused += 1
  else result.rows += rows.length
}

function checkCase(query: Query, actual: Answer, world: World, result: Recorder): void {
  const expected = evaluateQuery(query, world)
  countAnswer(result, actual)
  if (typeof actual.rows === 'string') {
    const agreed = expected === null ? !actual.rows.startsWith('database') : actual.rows === noReadableKey
    if (agreed) return
    result.report({
      message: 'refused',
      query,
      sql: actual.sql,
      expected: expected?.rows,
      actual: actual.rows,
    })
    return
  }
  const rows = expected && pageOf(query, expected.rows)
  const same = expected && rows && sameRows(expected.types, rows, actual.rows)
  if (same && sameTotal(query, expected.rows.length, actual)) return
  result.report({ message: 'different rows', query, sql: actual.sql, expected: rows ?? 'refusal', actual })
}

function sameTotal(query: Query, expected: number, actual: Answer): boolean {
  if (query.total === undefined) return actual.total === null
  const most = typeof query.total === 'object' ? query.total.bounded + 1 : expected
  return actual.total === String(Math.min(expected, most))
}

function pageOf({ page }: Query, rows: (string | null)[][]): (string | null)[][] {
  return page.kind === 'keyset' ? rows : rows.slice(page.offset, page.offset + page.limit)
}

const noReadableKey = 'no_readable_key'

/** Compiles and runs a query, by keyset page after page; a refusal becomes its reason, a database error its code. */
async function answer(connection: CampaignConnection, query: Query, world: World): Promise<Answer> {
  const catalogue = catalogueOf(world)
  let sql = ''
  try {
    const rows: (string | null)[][] = []
    let current = query
    for (;;) {
      const compiled = compileQuery(current, catalogue, { maximumRows: 1000 })
      sql = compiled.sql
      const input: BindInput = { literals: shapeOf(current).literals, attributes: world.attributes }
      const found = await connection.query(sql, compiled.bind(input))
      rows.push(...found.map((row) => row.slice(0, compiled.columns.length)))
      const { page } = current
      if (page.kind === 'keyset' && found.length === page.limit && rows.length < 100) {
        current = { ...current, page: { ...page, after: compiled.cursorAfter!(found.at(-1)!) } }
        continue
      }
      const { total } = compileQuery(query, catalogue, { maximumRows: 1000 })
      const counted =
        total &&
        (await connection.query(total.sql, total.bind({ ...input, literals: shapeOf(query).literals })))
      return { sql, rows, total: counted?.[0]?.[0] ?? null }
    }
  } catch (error) {
    if (error instanceof AppError) return { sql, rows: error.detail.reason ?? error.code, total: null }
    return {
      sql,
      rows: `database: ${String((error as { code?: string }).code)} ${String(error)}`,
      total: null,
    }
  }
}

function catalogueOf(world: World): Catalogue {
  const shapes = [...world.tables].map(([id, { shape }]) => [id, shape] as const)
  return {
    tables: new Map(shapes),
    policies: new Map(shapes.map(([id, shape]) => [id, compilePolicy(shape, world.grants.get(id) ?? [])])),
  }
}

/** Statements that give hidden cells other values, as long as what the person sees of every table stays the same. */
function changeHidden(random: Random, world: World): string[] {
  const tables = new Map([...world.tables].map(([id, { shape, rows }]) => [id, { shape, rows: [...rows] }]))
  const changed: World = { ...world, tables }
  const view = () =>
    JSON.stringify([...tables].map(([id, { rows }]) => rows.map((row) => listCells(changed, id, row))))
  const seen = view()
  const statements: string[] = []
  for (const { shape, rows } of tables.values()) {
    for (const [index, row] of rows.entries()) {
      const column = random.pick(shape.columns)
      if (shape.key.includes(column.id) || column.name === 'id' || random.chance(0.7)) continue
      const value = column.name === 'to' ? '1' : generateValue(random, column)
      rows[index] = new Map([...row, [column.id, value]])
      if (view() === seen) statements.push(updateCellSql(shape, column.id, row.get(`${shape.id}.id`)!, value))
      else rows[index] = row
    }
  }
  return statements
}

function listCells(world: World, tableId: string, row: Row): (string | null)[] | null {
  const governed = governRow(world, tableId, row)
  return governed && [...governed.values()]
}
