import type { FieldChoice, QueryForm } from './query-form.ts'

/** What the parts of the builder get. */
export interface BuilderProps {
  form: QueryForm
  choices: readonly FieldChoice[]
  onChange: (form: QueryForm) => void
}

/** The choice with that key. */
export function findChoice(choices: readonly FieldChoice[], key: string | null): FieldChoice | undefined {
  return choices.find((choice) => choice.key === key)
}
