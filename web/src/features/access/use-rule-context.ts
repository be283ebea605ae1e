import { showCatalogueTable } from '@flexoffice/contract/catalogue'
import { listAttributes } from '@flexoffice/contract/people'
import type { RuleContext, Scope, ScopeField } from '@flexoffice/expression'
import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { client, operationKey, useOperation } from '../../core/session/client.ts'
import type { TableAccess } from './grant-draft.ts'

/** What a row rule of the table may speak of: for checking, and for completion. */
export function useRuleContext(access: TableAccess): { context: RuleContext; scope: Scope } {
  const attributes = useOperation(listAttributes, {}, { staleTime: 300_000 })
  const related = useQueries({
    queries: access.relations.map(({ toTable }) => ({
      queryKey: operationKey(showCatalogueTable, { tableId: toTable }),
      queryFn: () => client.call(showCatalogueTable, { tableId: toTable }),
      staleTime: 300_000,
    })),
    combine: (answers) => answers.map((answer) => answer.data?.columns ?? []),
  })
  return useMemo(() => {
    const declared = attributes.data?.attributes ?? []
    const columns = access.columns.filter((column) => column.state !== 'missing')
    const context: RuleContext = {
      row: {
        columns,
        relations: access.relations.map(({ id, name }, index) => ({
          id,
          name,
          columns: related[index] ?? [],
        })),
      },
      attributes: declared.map(({ name, type }) =>
        type === 'text_list' ? { name, type: 'text', list: true } : { name, type, list: false },
      ),
    }
    const rowFields: Record<string, ScopeField> = Object.fromEntries(
      columns.map((column) => [column.name, describe(column)]),
    )
    access.relations.forEach((relation, index) => {
      const fields = Object.fromEntries(
        (related[index] ?? []).map((column) => [column.name, describe(column)]),
      )
      rowFields[relation.name] = { type: { fields } }
    })
    const userFields = Object.fromEntries(
      declared.map(({ name, label, type }): [string, ScopeField] => [
        name,
        { type: type === 'text_list' ? { list: 'text' } : type, label },
      ]),
    )
    const scope: Scope = {
      fields: { row: { type: { fields: rowFields } }, user: { type: { fields: userFields } } },
    }
    return { context, scope }
  }, [access, attributes.data, related])
}

function describe({ type, label, description, enumLabels }: TableAccess['columns'][number]): ScopeField {
  const examples = enumLabels?.slice(0, 3).map((text) => JSON.stringify(text))
  return { type, label, description, ...(examples ? { examples } : {}) }
}
