export { AddData } from './add-data.tsx'
