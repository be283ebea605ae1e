import { isBoundedJson } from '@flexoffice/contract/page-document'
import * as Y from 'yjs'
import { rootNames } from './document.ts'

export type UpdateRefusalCode =
  | 'update_too_large'
  | 'document_too_large'
  | 'too_many_entries'
  | 'unreadable_update'
  | 'update_out_of_order'
  | 'foreign_client'
  | 'unknown_root'
  | 'forged_type'
  | 'forged_key'
  | 'value_too_large'
  | 'invalid_widget'
  | 'invalid_query'
  | 'invalid_state'
  | 'invalid_page'
  | 'nested_too_deep'

/** Why an update was refused: a stable code, and what is needed to say where. */
export interface UpdateRefusal {
  code: UpdateRefusalCode
  params: Record<string, string | number>
}

const roots: ReadonlySet<string> = new Set(rootNames)

/** Looks at one item of an update before it is applied: only map entries of plain JSON and maps, below known roots. */
export function isAllowedContent(struct: Y.Item | Y.GC | Y.Skip): UpdateRefusal | null {
  if (!(struct instanceof Y.Item)) return null
  const parent: unknown = struct.parent
  if (typeof parent === 'string' && !roots.has(parent))
    return { code: 'unknown_root', params: { root: parent.slice(0, 60) } }
  if (parent !== null && struct.parentSub === null) return { code: 'forged_type', params: { type: 'list' } }
  if (struct.parentSub !== null && (struct.parentSub.length > 200 || struct.parentSub in Object.prototype))
    return { code: 'forged_key', params: { key: struct.parentSub.slice(0, 60) } }
  return checkContent(struct.content)
}

function checkContent(content: Y.AbstractStruct | Y.Item['content']): UpdateRefusal | null {
  if (content instanceof Y.ContentDeleted) return null
  if (content instanceof Y.ContentAny)
    return content.arr.every((value: unknown) => isBoundedJson(value, 24))
      ? null
      : { code: 'value_too_large', params: {} }
  if (content instanceof Y.ContentType && content.type.constructor === Y.Map) return null
  return { code: 'forged_type', params: { type: content.constructor.name.slice(0, 60) } }
}
