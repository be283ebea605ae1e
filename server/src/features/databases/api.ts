export type { WorkspaceDatabase } from './workspace-database.ts'
export { workspaceDatabase } from './workspace-database.ts'
