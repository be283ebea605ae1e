import type { PageDocument, PageQuery } from '@flexoffice/contract/page-document'
import { listParameters, type QueryParameter } from './list-parameters.ts'

/** A query as a reader gets it: which parameters to send, never what is asked of which table. */
export interface ReaderQuery {
  id: string
  name: string
  runs: PageQuery['runs']
  parameters: QueryParameter[]
}

/** The published page as a reader gets it. */
export interface ReaderDocument extends Omit<PageDocument, 'queries'> {
  queries: Record<string, ReaderQuery>
}

/** Cuts a published version to what a reader's page needs; the structured queries stay on the server. */
export function toReaderDocument(page: PageDocument): ReaderDocument {
  const queries = Object.entries(page.queries).map(([id, query]) => {
    const { name, runs } = query
    return [id, { id, name, runs, parameters: listParameters(query.query) }] as const
  })
  return { ...page, queries: Object.fromEntries(queries) }
}

/**
 * The reader's document as the runtime takes it: each query is a list of its parameters, which gives the same names in the
 * same order as the whole query on the server.
 */
export function fromReaderDocument(reader: ReaderDocument): PageDocument {
  const queries = Object.entries(reader.queries).map(([id, { name, runs, parameters }]) => {
    const query: PageQuery = {
      id,
      name,
      kind: 'structured',
      runs,
      query: { parameters: parameters.map(toTemplate) },
    }
    return [id, query] as const
  })
  return { ...reader, queries: Object.fromEntries(queries) }
}

function toTemplate({ source, kind }: QueryParameter): PageQuery['query'] {
  const expression = { $expression: source }
  if (kind === 'list') return { values: expression }
  return kind === 'number' ? { limit: expression } : { value: expression }
}
