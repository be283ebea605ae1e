export { CellEditor, fitsInCell } from './cell-editor.tsx'
export { columnIcon } from './column-icon.ts'
export { type Conflict, ConflictDialog } from './conflict-dialog.tsx'
export { listDatePresets } from './date-presets.ts'
export { FilterBar, type FilterColumn } from './filter-bar.tsx'
export { readTyped, writeTyped } from './typed-value.ts'
export {
  isComplete,
  isViewFilter,
  operatorsFor,
  toQueryFilter,
  type ViewFilter,
} from './view-filters.ts'
