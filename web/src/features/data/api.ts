export { columnIcon } from './column-icon.ts'
export { FilterBar, type FilterColumn } from './filter-bar.tsx'
export { readTyped, writeTyped } from './typed-value.ts'
export { operatorsFor, toQueryFilter, type ViewFilter } from './view-filters.ts'
