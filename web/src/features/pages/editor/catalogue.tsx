import { type DataTable, listTables, showTable } from '@flexoffice/contract/data'
import type { PageDocument } from '@flexoffice/contract/page-document'
import { listPages } from '@flexoffice/contract/pages'
import type { PageCatalogue } from '@flexoffice/page-model'
import type { Query } from '@flexoffice/query/structured-query'
import type { TableShape } from '@flexoffice/query/table-shape'
import { useQueries } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { client, operationKey, useOperation } from '../../../core/session/client.ts'
import type { ShownTable } from './draft-queries.ts'
import { usePagePart } from './editor.ts'

/** The tables that this person may read, and in detail those that the page speaks of. */
export interface EditorCatalogue {
  tables: readonly DataTable[]
  loading: boolean
  shown: ReadonlyMap<string, ShownTable>
  /** For the checks; absent until everything that the page names is loaded. */
  checked: PageCatalogue | undefined
}

const Catalogue = createContext<EditorCatalogue>({
  tables: [],
  loading: true,
  shown: new Map(),
  checked: undefined,
})

/** The catalogue, as far as it is loaded. */
export function useCatalogue(): EditorCatalogue {
  return useContext(Catalogue)
}

/** Loads the tables that the page uses and keeps them for every part of the editor. */
export function CatalogueProvider({ children }: { children: ReactNode }) {
  const list = useOperation(listTables, {}, { staleTime: 60_000 })
  const pages = useOperation(listPages, {})
  const known = useMemo(() => new Set(list.data?.tables.map((table) => table.id)), [list.data])
  const used = useUsedTables(known)
  const value = useMemo((): EditorCatalogue => {
    const complete = list.data !== undefined && pages.data !== undefined && used.complete
    return {
      tables: list.data?.tables ?? [],
      loading: list.isPending,
      shown: used.shown,
      checked: complete
        ? { tables: toShapes(used.shown), pages: new Set(pages.data.pages.map((entry) => entry.id)) }
        : undefined,
    }
  }, [list.data, list.isPending, pages.data, used])
  return <Catalogue value={value}>{children}</Catalogue>
}

/** One table in detail, loaded when it is first asked for. */
export function useShownTable(tableId: string | null): ShownTable | undefined {
  const { data } = useOperation(
    showTable,
    { tableId: tableId ?? '' },
    { enabled: tableId !== null, staleTime: 60_000 },
  )
  return tableId === null ? undefined : data
}

/** Several tables in detail. */
export function useShownTables(tableIds: readonly string[]): {
  shown: ReadonlyMap<string, ShownTable>
  complete: boolean
} {
  return useQueries({
    queries: tableIds.map((tableId) => ({
      queryKey: operationKey(showTable, { tableId }),
      queryFn: ({ signal }: { signal: AbortSignal }) => client.call(showTable, { tableId }, { signal }),
      staleTime: 60_000,
    })),
    combine: combineTables,
  })
}

function combineTables(answers: { data: ShownTable | undefined; isPending: boolean }[]) {
  const tables = answers.flatMap(({ data }) => (data ? [data] : []))
  return {
    shown: new Map(tables.map((shown) => [shown.table.id, shown])) as ReadonlyMap<string, ShownTable>,
    complete: answers.every(({ isPending }) => !isPending),
  }
}

/** The tables that queries and widgets name, and those one relation away, which queries may read through. */
function useUsedTables(known: ReadonlySet<string>) {
  const named = usePagePart((page) => JSON.stringify(tablesOf(page)))
  const direct = useMemo(() => (JSON.parse(named) as string[]).filter((id) => known.has(id)), [named, known])
  const first = useShownTables(direct)
  const related = useMemo(() => {
    const targets = [...first.shown.values()].flatMap(({ relations }) => relations.map((one) => one.toTable))
    return [...new Set([...direct, ...targets])].filter((id) => known.has(id))
  }, [first.shown, direct, known])
  return useShownTables(related)
}

/** Ids of the tables that a page's queries and widgets name. */
export function tablesOf(page: PageDocument): string[] {
  const fromQueries = Object.values(page.queries).map(({ query }) => (query as unknown as Query).table)
  const fromWidgets = Object.values(page.widgets).map(({ properties }) =>
    properties.table?.kind === 'value' ? properties.table.value : undefined,
  )
  return [...new Set([...fromQueries, ...fromWidgets])].filter((id): id is string => typeof id === 'string')
}

function toShapes(shown: ReadonlyMap<string, ShownTable>): ReadonlyMap<string, TableShape> {
  return new Map([...shown].map(([id, table]) => [id, toShape(table)]))
}

function toShape({ table, columns, relations }: ShownTable): TableShape {
  return {
    id: table.id,
    schema: table.schema,
    name: table.name,
    columns: columns.map(({ id, name, type, nullable }) => ({
      id,
      name,
      type,
      nullable,
      databaseType: type,
    })),
    key: columns.filter(({ isKey }) => isKey).map(({ id }) => id),
    relations: relations.map(({ id, name, columns: own, toTable, toColumns }) => ({
      id,
      name,
      columns: own,
      toTable,
      toColumns,
    })),
  }
}
