import type { PageAction } from '@flexoffice/contract/page-document'

/** The kinds of actions in the order in which they are offered. */
export const actionKinds: readonly PageAction['kind'][] = [
  'showMessage',
  'refresh',
  'runQuery',
  'changeRecord',
  'openPage',
  'setState',
]

/** An action to start from, with the first fitting query, variable or table chosen. */
export function newAction(
  kind: PageAction['kind'],
  first: { queryId?: string; state?: string; tableId?: string },
): PageAction {
  switch (kind) {
    case 'showMessage':
      return { kind, level: 'success', message: { kind: 'template', source: '' } }
    case 'refresh':
      return { kind }
    case 'runQuery':
      return { kind, queryId: first.queryId ?? 'none' }
    case 'openPage':
      return { kind, pageId: 'none', parameters: {} }
    case 'setState':
      return { kind, name: first.state ?? 'value', value: { kind: 'expression', source: '' } }
    case 'changeRecord':
      return { kind, operation: 'update', tableId: first.tableId ?? 'none', key: {}, values: {} }
  }
}
