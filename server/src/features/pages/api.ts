export { findUses } from './find-uses.ts'
export { addPage, alterPage, deletePage } from './manage-pages.ts'
export { findPageHead } from './page-store.ts'
export { publishDraft } from './publish-page.ts'
