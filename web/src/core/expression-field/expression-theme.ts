import type { Extension } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, MatchDecorator, ViewPlugin } from '@codemirror/view'

const tokens =
  /(?<text>"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>\b(?:true|false|null|in)\b)|(?<call>\b[A-Za-z_]\w*(?=\())|(?<name>\b(?:row|user|page|state|queries)\b)|(?<operator>&&|\|\||[=!<>]=?|[+\-*/%?:])/g

const marks: Record<string, Decoration> = Object.fromEntries(
  ['text', 'number', 'word', 'call', 'name', 'operator'].map((kind) => [
    kind,
    Decoration.mark({ class: `cm-expression-${kind}` }),
  ]),
)

/** Colours the tokens; in a template only those between `{{` and `}}`. */
export function expressionColours(isTemplate: () => boolean): Extension {
  const decorator = new MatchDecorator({
    regexp: tokens,
    decorate(add, from, to, match, view) {
      const kind = Object.entries(match.groups ?? {}).find((entry) => entry[1] !== undefined)?.[0]
      const mark = kind === undefined ? undefined : marks[kind]
      if (mark && (!isTemplate() || isInsideBraces(view.state.doc.sliceString(0, from)))) add(from, to, mark)
    },
  })
  return ViewPlugin.define<{ decorations: DecorationSet; update: (update: never) => void }>(
    (view) => ({
      decorations: decorator.createDeco(view),
      update(update) {
        this.decorations = decorator.updateDeco(update, this.decorations)
      },
    }),
    { decorations: (plugin) => plugin.decorations },
  )
}

/** The looks of a field of this application, from the tokens. */
export const expressionTheme = EditorView.theme({
  '&': { color: 'var(--ink)', fontSize: '12px', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
    lineHeight: '20px',
    maxHeight: '280px',
  },
  '.cm-content': { padding: '5px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 10px' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent) !important',
  },
  '.cm-placeholder': { color: 'var(--faint)' },
  '.cm-expression-text': { color: 'var(--success-ink)' },
  '.cm-expression-number, .cm-expression-word': { color: 'var(--warning-ink)' },
  '.cm-expression-call': { color: 'var(--info-ink)' },
  '.cm-expression-name': { color: 'var(--accent-ink)' },
  '.cm-expression-operator': { color: 'var(--muted)' },
  '.cm-lintRange-error, .cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--danger)',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--warning)' },
  '.cm-lintPoint::after': { borderBottomColor: 'var(--danger)' },
  '.cm-tooltip': {
    border: 'none',
    borderRadius: '6px',
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    boxShadow: 'var(--shadow-of-floats)',
    zIndex: '60',
  },
  '.cm-tooltip-lint': { padding: '4px 0', maxWidth: '360px' },
  '.cm-diagnostic': { borderLeft: 'none', padding: '2px 10px', fontSize: '12px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'inherit',
    maxHeight: '240px',
    minWidth: '220px',
    padding: '4px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    justifyContent: 'space-between',
    gap: '16px',
    padding: '3px 8px',
    borderRadius: '6px',
    lineHeight: '20px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--hover)', color: 'var(--ink)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionDetail': { fontStyle: 'normal', color: 'var(--faint)', marginLeft: '0' },
  '.cm-tooltip.cm-completionInfo': { padding: '6px 10px', maxWidth: '320px', lineHeight: '18px' },
})

function isInsideBraces(before: string): boolean {
  return before.lastIndexOf('{{') > before.lastIndexOf('}}')
}
