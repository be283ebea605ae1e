export type { SourceName } from './list-source-names.ts'
export { listSourceNames } from './list-source-names.ts'
export type { OpenSource } from './open-source.ts'
export { openSource } from './open-source.ts'
