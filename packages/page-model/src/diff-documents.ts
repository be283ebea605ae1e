import type { PageDocument } from '@flexoffice/contract/page-document'
import { isSameJson } from './stable-json.ts'

/** One thing that differs between two versions: a whole object that came or went, or one field of one that stayed. */
export interface DocumentChange {
  kind: 'added' | 'removed' | 'changed'
  of: 'page' | 'widget' | 'query' | 'state'
  /** The id of a widget or query, the name of a variable; absent for the page itself. */
  id?: string
  /** The name as people know it (the newer one). */
  name?: string
  /** For `changed`: `name`, `parent`, `visible`, `layout.desktop`, `properties.title`, `events.press`, `query`, `title` ... */
  field?: string
  before?: unknown
  after?: unknown
}

/** Lists what changed from one version to another, in a stable order: page, widgets, queries, state. */
export function diffDocuments(before: PageDocument, after: PageDocument): DocumentChange[] {
  return [
    ...diffFields(
      { title: before.title, theme: before.theme },
      { title: after.title, theme: after.theme },
      { of: 'page' },
    ),
    ...diffEntries('widget', before.widgets, after.widgets),
    ...diffEntries('query', before.queries, after.queries),
    ...diffEntries('state', before.state, after.state),
  ]
}

type Kind = DocumentChange['of']

function diffEntries(
  of: Kind,
  before: Record<string, object>,
  after: Record<string, object>,
): DocumentChange[] {
  return sortedNames(before, after).flatMap((id) => {
    const [old, present] = [before[id], after[id]]
    const name = nameOf(present ?? old, id)
    if (!old) return [{ kind: 'added', of, id, name, after: present }]
    if (!present) return [{ kind: 'removed', of, id, name, before: old }]
    return diffFields(flatten(old), flatten(present), { of, id, name })
  })
}

function diffFields(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  at: Pick<DocumentChange, 'of' | 'id' | 'name'>,
): DocumentChange[] {
  return sortedNames(before, after)
    .filter((field) => !isSameJson(before[field], after[field]))
    .map((field) => ({ kind: 'changed', ...at, field, before: before[field], after: after[field] }))
}

const nested = new Set(['properties', 'events', 'layout'])

/** Properties, events and places differ one by one; everything else as a whole. */
function flatten(node: object): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(node)) {
    if (!nested.has(field)) fields[field] = value
    else for (const [name, item] of Object.entries(value as object)) fields[`${field}.${name}`] = item
  }
  return fields
}

function sortedNames(before: object, after: object): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
}

function nameOf(node: object | undefined, fallback: string): string {
  return node && 'name' in node && typeof node.name === 'string' ? node.name : fallback
}
