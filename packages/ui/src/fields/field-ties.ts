import { createContext, useContext } from 'react'

/** What ties a control to its label, its help and its error. */
export interface FieldTies {
  id: string
  labelId: string
  name?: string
  disabled?: boolean
  invalid: boolean
  /** The ids of help and error, as far as there are any. */
  describedBy?: string
}

/** Set by FormField for the one control inside it. */
export const FieldTiesContext = createContext<FieldTies | null>(null)

/** The properties with which a control inside a field says what it is called, whether it is wrong and what to do. */
export function useControlProps() {
  const ties = useContext(FieldTiesContext)
  return {
    id: ties?.id,
    name: ties?.name,
    disabled: ties?.disabled,
    'aria-invalid': ties?.invalid || undefined,
    'aria-describedby': ties?.describedBy,
    'data-invalid': ties?.invalid ? '' : undefined,
  }
}

/** The id of the label of the field around, for controls that no native label can name. */
export function useLabelId(): string | undefined {
  return useContext(FieldTiesContext)?.labelId
}
