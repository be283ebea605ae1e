import { classNames } from '../class-names.ts'
import { controlClassName } from './form-field.tsx'

// Shared by each control and by what stands in for it until its code has come, so that nothing moves when they change.

/** The box of a Select. */
export function selectClassName(size: 'sm' | 'md' = 'md'): string {
  return classNames(
    controlClassName,
    'flex items-center justify-between gap-2 text-left select-none data-placeholder:text-faint data-popup-open:border-accent data-disabled:opacity-60',
    size === 'sm' ? 'h-7' : 'h-8',
  )
}

/** Looks of the parts of a Combobox. */
export const comboboxLooks = {
  group: 'relative flex',
  input: classNames(controlClassName, 'h-8 pr-14!'),
  buttons: 'absolute inset-y-0 right-1 flex items-center',
  clear: 'grid size-6 place-items-center rounded-md text-faint hover:bg-hover hover:text-ink',
  open: 'grid size-6 place-items-center text-faint',
}

/** Looks of the parts of a MultiCombobox. */
export const chipLooks = {
  group: classNames(
    controlClassName,
    'flex min-h-8 items-center py-0.5 pl-1! focus-within:border-accent focus-within:ring-2 focus-within:ring-accent/25',
  ),
  chips: 'flex w-full flex-wrap items-center gap-1',
  chip: 'flex h-6 max-w-full items-center gap-1 rounded-md bg-pressed pl-2 text-sm outline-none data-highlighted:bg-line-strong focus-within:bg-line-strong',
  remove: 'grid size-5 place-items-center text-faint hover:text-ink',
  input: 'h-6 min-w-16 flex-1 bg-transparent px-1.5 outline-none',
}
