export { columnIcon } from './column-icon.ts'
