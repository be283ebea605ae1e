export { AddData } from './add-data.tsx'
export { TableUsers } from './table-users.tsx'
