import type { DataColumn } from '@flexoffice/contract/data'
import type { ShownTable } from '../draft-queries.ts'
import type { FilterConnection } from './apply-recipe.ts'
import type { Recipe } from './recipes.ts'

/** What the questions came to. */
export interface Answer {
  recipe: Recipe
  connection?: FilterConnection
}

/** Properties of the questions for one type of widget. */
export interface QuestionsProps {
  shown: ShownTable
  onAnswer: (answer: Answer | null) => void
}

/** Columns as choices. */
export function columnOptions(columns: readonly DataColumn[]) {
  return columns.map(({ id, label }) => ({ value: id, label }))
}
