import {
  type CatalogueRelation,
  type CatalogueTable,
  listCatalogue,
  saveRelation,
  showCatalogueTable,
  type TableStructure,
} from '@flexoffice/contract/catalogue'
import { ApiError } from '@flexoffice/sdk/client'
import { type FormProblem, showToast, useForm } from '@flexoffice/ui'
import { useEffect, useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { client, invalidate, useOperation } from '../../core/session/client.ts'
import { explainError } from '../../core/session/problems.ts'
import { type Pair, suggestName, suggestPairs, takenNames } from './relation-draft.ts'

interface Values {
  toTable: string | null
  pairs: Pair[]
  /** Null until somebody writes one: then the suggested name holds. */
  name: string | null
}

/** The form of a relation: suggests columns for a chosen table and a name for chosen columns, checks and saves. */
export function useRelationForm(
  structure: TableStructure,
  relation: CatalogueRelation | undefined,
  tables: readonly CatalogueTable[] | undefined,
  onClose: () => void,
) {
  const { t } = useMessages()
  const [suggestFor, setSuggestFor] = useState<string | null>(null)
  const nameOf = ({ toTable, pairs, name }: Values) =>
    name ??
    suggestName(
      structure,
      tables?.find(({ id }) => id === toTable),
      pairs,
      relation?.id,
    )
  const form = useForm<Values>({
    initial: {
      toTable: relation?.toTable ?? null,
      pairs: relation?.columns.map((from, index) => ({ from, to: relation.toColumns[index] ?? null })) ?? [],
      name: relation?.name ?? null,
    },
    validate: (values) => checkRelation(structure, values, nameOf(values), relation?.id, t),
    submit: async (values) => {
      await client.call(saveRelation, {
        tableId: structure.table.id,
        ...(relation ? { relationId: relation.id, seen: partsOf(relation) } : {}),
        name: nameOf(values),
        columns: values.pairs.map((pair) => pair.from!),
        toTable: values.toTable!,
        toColumns: values.pairs.map((pair) => pair.to!),
      })
      await invalidate([showCatalogueTable, listCatalogue])
      showToast({ tone: 'success', title: t('catalogue.relation.saved', { name: nameOf(values) }) })
      onClose()
    },
    readFailure: readRelationProblems,
  })
  const { toTable } = form.values
  const target = useOperation(showCatalogueTable, { tableId: toTable ?? '' }, { enabled: toTable !== null })
  // The columns of a table that was just chosen are on their way: what fits them is suggested when they are here.
  useEffect(() => {
    if (suggestFor === null || target.data?.table.id !== suggestFor) return
    form.set('pairs', suggestPairs(structure, target.data))
    setSuggestFor(null)
  }, [suggestFor, target.data, structure, form.set])
  const setTarget = (id: string | null) => {
    form.set('toTable', id)
    form.set('pairs', [])
    setSuggestFor(id)
  }
  return {
    form,
    name: nameOf(form.values),
    target: toTable === null ? undefined : target.data,
    unreadable: target.error,
    setTarget,
  }
}

function checkRelation(
  structure: TableStructure,
  { toTable, pairs }: Values,
  name: string,
  relationId: string | undefined,
  t: (key: string) => string,
): Partial<Record<keyof Values, string>> {
  if (toTable === null) return { toTable: t('catalogue.relation.problems.toTable') }
  const isWhole = pairs.length > 0 && pairs.every((pair) => pair.from !== null && pair.to !== null)
  const problems: Partial<Record<keyof Values, string>> = {}
  if (!isWhole) problems.pairs = t('catalogue.relation.problems.pairs')
  // Without columns there is no name to suggest, so only what was written can be wrong.
  if (!/^[a-z][a-z0-9_]*$/.test(name) && (isWhole || name !== ''))
    problems.name = t('catalogue.relation.problems.name')
  else if (takenNames(structure, relationId).has(name)) problems.name = t('errors.relation_name_taken')
  return problems
}

function partsOf({ name, columns, toTable, toColumns }: CatalogueRelation) {
  return { name, columns, toTable, toColumns }
}

function readRelationProblems(failure: unknown): FormProblem[] {
  const { title } = explainError(failure)
  const path = failure instanceof ApiError ? failure.problem.fields?.[0]?.path.split('/')[1] : undefined
  const fieldOf: Record<string, keyof Values> = {
    name: 'name',
    toTable: 'toTable',
    columns: 'pairs',
    toColumns: 'pairs',
  }
  return [{ field: path === undefined ? undefined : fieldOf[path], message: title }]
}
