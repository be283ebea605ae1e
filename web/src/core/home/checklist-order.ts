import { type ChecklistItem, checklistStages } from '../registry.ts'

/** The first steps in the order in which each stands on the one before, whatever the order of the features. */
export function inOrder(items: readonly ChecklistItem[]): ChecklistItem[] {
  const place = ({ stage }: ChecklistItem) => checklistStages.indexOf(stage)
  return [...items].sort((left, right) => place(left) - place(right))
}
