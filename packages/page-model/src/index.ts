export { applyVersion } from './apply-version.ts'
export { checkDocument, type PageCatalogue, type PageProblem } from './check-document.ts'
export {
  createShadowDocument,
  defaultUpdateLimits,
  type ShadowDocument,
  type UpdateLimits,
  type UpdateRefusal,
  type UpdateRefusalCode,
  type UpdateVerdict,
} from './check-update.ts'
export { type CompiledPage, compilePage } from './compile-page.ts'
export { type DocumentChange, diffDocuments } from './diff-documents.ts'
export { fromPageDocument, loadOrigin, localOrigin, pageMaps, rootNames, toPageDocument } from './document.ts'
export { type CheckedDocument, createDocumentChecker, type DocumentChecker } from './document-checker.ts'
export { createUndoManager, freeName, takenNames } from './edit-document.ts'
export {
  compactLayout,
  moveWidget,
  moveWidgetStep,
  resetTabletLayout,
  resizeWidget,
  resizeWidgetStep,
  setBoxes,
} from './edit-layout.ts'
export { addQuery, removeQuery, setStateEntry, setTheme, setTitle, updateQuery } from './edit-page.ts'
export {
  addWidget,
  copyWidgets,
  duplicateWidget,
  type NewWidget,
  pasteWidgets,
  removeWidgets,
  setEvent,
  setProperty,
  setVisible,
} from './edit-widgets.ts'
export { type DocumentFollower, followDocument } from './follow-document.ts'
export { buildRuleScope, columnsOfForm, type RuleColumn, readRuleEntries } from './form-rules.ts'
export { buildFormatScope, type FormatRule, readFormatRules } from './format-rules.ts'
export { buildGraph, type Graph, type GraphNode } from './graph.ts'
export {
  type Boxes,
  boxesOf,
  childrenOf,
  compact,
  type Direction,
  deriveTablet,
  fitBox,
  moveStep,
  overlaps,
  placeBox,
  resizeStep,
  resolveLayout,
  settle,
} from './layout.ts'
export { answerColumns, listParameters, type QueryParameter } from './list-parameters.ts'
export { fromFiles, toFiles } from './page-files.ts'
export { boundRow, buildEventScope, buildPageScope, rowTypeOf } from './page-scope.ts'
export type { QueryAnswer, RunQuery } from './query-lanes.ts'
export { applyWindow, bindParameters, type ParameterValues, parameterValues } from './query-parameters.ts'
export {
  fromReaderDocument,
  type ReaderDocument,
  type ReaderQuery,
  toReaderDocument,
} from './reader-document.ts'
export { renameQuery, renameState, renameWidget } from './rename.ts'
export type { Perform, PerformedAction } from './run-actions.ts'
export { createPageRuntime, type PageRuntime, type RuntimeOptions, type WidgetSnapshot } from './runtime.ts'
export { isSameJson, printStable, sortKeys } from './stable-json.ts'
export { builtInWidgets, createWidgetRegistry, type WidgetRegistry } from './widgets/registry.ts'
