/** One part of the product, as the help speaks of it. */
export interface HelpArea {
  name: string
  /** The addresses of its screens. */
  path: RegExp
  /** Under `help.areas.<name>.points`, in their order. */
  points: readonly string[]
  /** Its keys, each with its name under `help.keys`. */
  keys?: readonly HelpKey[]
}

/** Keys as KeyboardShortcut writes them, and what they do. */
export type HelpKey = readonly [keys: string, name: string]

const editorKeys: readonly HelpKey[] = [
  ['← ↑ → ↓', 'move'],
  ['Shift+← ↑ → ↓', 'resize'],
  ['Enter', 'enter'],
  ['Escape', 'leave'],
  ['Delete', 'remove'],
  ['Mod+D', 'duplicate'],
  ['Mod+C', 'copy'],
  ['Mod+V', 'paste'],
  ['Mod+A', 'all'],
  ['Mod+Z', 'undo'],
  ['Mod+Shift+Z', 'redo'],
]

/** Everywhere in the product. */
export const commonKeys: readonly HelpKey[] = [
  ['Mod+K', 'palette'],
  ['Escape', 'close'],
]

const home: HelpArea = { name: 'home', path: /^\/$/, points: ['steps', 'search', 'bell'] }

/** The areas that have help; the first whose address fits a screen is shown there. */
export const helpAreas: readonly HelpArea[] = [
  home,
  {
    name: 'tables',
    path: /^\/data\/tables/,
    points: ['find', 'open', 'edit', 'export', 'missing'],
    keys: [
      ['Enter', 'edit'],
      ['Mod+C', 'copyCells'],
      ['Space', 'selectRow'],
    ],
  },
  { name: 'access', path: /^\/access/, points: ['grant', 'rows', 'columns', 'preview', 'readers'] },
  {
    name: 'sources',
    path: /^\/data\/(sources|imports|sample-company)/,
    points: ['connect', 'upload', 'again', 'changed', 'sample'],
  },
  {
    name: 'editor',
    path: /^\/pages\/[^/]+\/edit$/,
    points: ['add', 'bind', 'looks', 'queries', 'preview'],
    keys: editorKeys,
  },
  { name: 'pages', path: /^\/pages/, points: ['open', 'link', 'create', 'share'] },
  {
    name: 'people',
    path: /^\/(people|profile)/,
    points: ['invite', 'roles', 'attributes', 'leave'],
  },
  { name: 'audit', path: /^\/audit/, points: ['find', 'unknown', 'verify', 'report'] },
]

/** The area of a screen; Home's where none fits. */
export function areaOf(path: string): HelpArea {
  return helpAreas.find((area) => area.path.test(path)) ?? home
}
