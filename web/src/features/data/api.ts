export { columnIcon } from './column-icon.ts'
export { readTyped, writeTyped } from './typed-value.ts'
