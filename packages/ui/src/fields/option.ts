import type { LucideIcon } from 'lucide-react'

/** One choice of a Select, Combobox, RadioGroup or SegmentedControl. */
export interface Option<Value extends string = string> {
  value: Value
  label: string
  description?: string
  icon?: LucideIcon
  disabled?: boolean
}

/** Popup and item looks shared by every list that floats. */
export const popupClassName =
  'z-50 max-h-[min(var(--available-height),22rem)] min-w-[max(var(--anchor-width),8rem)] max-w-[min(var(--available-width),26rem)] overflow-y-auto overscroll-contain rounded-md bg-raised p-1 text-base text-ink shadow-float outline-none transition-opacity duration-100 data-starting-style:opacity-0 data-ending-style:opacity-0'

/** One line of such a list. */
export const itemClassName =
  'flex min-h-7 cursor-default items-center gap-2 rounded-md px-2 py-1 outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50'

/** The options with these values; a value without an option stands for itself. */
export function findChosen(options: readonly Option[], values: readonly string[]): Option[] {
  const byValue = new Map(options.map((option) => [option.value, option]))
  return values.map((value) => byValue.get(value) ?? { value, label: value })
}
