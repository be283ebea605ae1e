import { emptyPage } from '@flexoffice/contract/page-document'
import { viewerGrant, type Workspace } from './two-workspaces.ts'

/** Inputs of an operation that it accepts in its own workspace. */
export type Samples = [operation: string, input: Record<string, unknown>][]

const offset = { kind: 'offset', offset: 0, limit: 10 }
const connector = 'postgres'

/**
 * An input for every operation that takes one, with each field that holds an id filled in. They are accepted in this
 * order: what removes stands last, and what ends the caller's own session at the very end.
 */
export function listSamples({ ids, admin, settings }: Workspace): Samples {
  const { table: tableId, source: sourceId, page: pageId, person: personId, keyColumn, textColumn } = ids
  const values = { [keyColumn]: 7, [textColumn]: 'screws' }
  const seen = { [keyColumn]: 7, [textColumn]: 'screws' }
  const field = { column: textColumn, through: [ids.relation] }
  const filter = { kind: 'and', filters: [{ kind: 'isNotNull', field }] }
  const sort = [{ field: { column: keyColumn }, direction: 'ascending' }]
  const formula = { kind: 'column', field: { column: keyColumn } }
  const grant = { ...viewerGrant, role: 'finance', columns: { [textColumn]: { access: 'none' } } }
  const relation = { columns: [keyColumn], toTable: tableId, toColumns: [keyColumn] }
  const column = { index: 0, name: 'a', label: 'a', type: 'integer', include: true }
  const reload = {
    mode: 'update',
    keyColumns: [ids.uploadedKey],
    columns: [ids.uploadedKey, ids.uploadedText].map((columnId, index) => ({ index, columnId })),
  }
  const period = { from: '2026-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }
  const auditFilter = { filter: { personId, objectId: tableId } }
  return [
    ['people/list-sessions', { personId }],
    ['people/list-people', { search: 'Bia', limit: 10 }],
    ['people/show-person', { personId }],
    ['people/save-attribute', { name: 'team', label: 'Team', type: 'text' }],
    ['people/change-person', { personId, name: 'Beatriz', attributes: { country: 'BR' } }],
    ['people/change-preferences', { name: 'Ana', language: 'en' }],
    ['people/invite-person', { email: 'caio@example.com', roles: ['viewer'], attributes: { country: 'BR' } }],
    ['people/create-role', { name: 'Cashier', permissions: ['data.use'] }],
    ['people/preview-role-change', { key: 'custom_cashier', permissions: ['data.use', 'pages.view'] }],
    ['people/show-role-uses', { key: 'custom_cashier' }],
    ['people/change-role', { key: 'custom_cashier', version: 1, name: 'Till' }],
    ['people/delete-role', { key: 'custom_cashier' }],
    ['settings/save-setting', { name: 'sources.uploadMaximumMegabytes', value: 5 }],
    ['catalogue/list-catalogue', { sourceId }],
    ['catalogue/show-catalogue-table', { tableId }],
    ['catalogue/describe-table', { tableId, label: 'Stock', columns: [{ id: textColumn, label: 'Name' }] }],
    [
      'catalogue/save-relation',
      {
        tableId,
        relationId: ids.relation,
        name: 'same',
        ...relation,
        seen: { name: 'itself', ...relation },
      },
    ],
    ['access/show-table-access', { tableId }],
    ['access/check-row-rule', { tableId, source: 'row.id > 1' }],
    ['access/explain-access', { tableId, personId }],
    ['access/list-readers', { tableId, search: 'B', limit: 10 }],
    ['access/save-grant', { tableId, grant }],
    ['access/remove-grant', { tableId, role: 'finance' }],
    ['audit/search-audit', { ...auditFilter, limit: 10 }],
    ['audit/count-new-entries', { ...auditFilter, after: '0' }],
    ['audit/export-audit', auditFilter],
    ['audit/export-access-report', period],
    ['data/show-table', { tableId }],
    ['data/create-record', { tableId, values }],
    [
      'data/list-records',
      { tableId, columns: [keyColumn], filter: { kind: 'isNotNull', field: sort[0]!.field }, sort },
    ],
    [
      'data/query-records',
      {
        tableId,
        query: {
          select: [{ field, as: 'name' }, { field: { computed: 'number' } }],
          computed: [{ name: 'number', formula }],
          filter,
          sort,
          page: offset,
        },
      },
    ],
    [
      'data/export-records',
      { tableId, columns: [keyColumn, textColumn], filter, sort, keys: ['7'], format: { delimiter: ';' } },
    ],
    ['data/get-record', { tableId, key: '7' }],
    [
      'data/update-record',
      { tableId, key: '7', values: { [textColumn]: 'bolts' }, seen: { [textColumn]: 'screws' } },
    ],
    ['data/delete-record', { tableId, key: '7', seen: { ...seen, [textColumn]: 'bolts' } }],
    [
      'data/change-records',
      {
        tableId,
        changes: [
          { kind: 'create', values: { ...values, [keyColumn]: 8 } },
          {
            kind: 'update',
            key: '8',
            values: { [textColumn]: 'bolts' },
            seen: { [textColumn]: 'screws' },
          },
          { kind: 'delete', key: '8', seen: { [keyColumn]: 8, [textColumn]: 'bolts' } },
        ],
      },
    ],
    ['data/preview-access', { tableId, personId, draft: grant }],
    ['pages/create-page', { title: 'New', document: emptyPage('New') }],
    ['pages/show-page', { pageId }],
    ['pages/change-page', { pageId, title: 'Stock today', icon: null, readers: [] }],
    ['pages/show-published-page', { pageId }],
    [
      'pages/run-page-query',
      { pageId, queryId: 'q1', draft: true, window: { limit: 5, sort: [] }, as: { personId } },
    ],
    ['pages/list-relation-uses', { relationId: ids.relation }],
    ['pages/publish-page', { pageId, note: 'again' }],
    ['pages/list-page-versions', { pageId }],
    ['pages/show-page-version', { pageId, number: 1 }],
    ['pages/restore-page-version', { pageId, number: 1 }],
    ['pages/unpublish-page', { pageId }],
    ['pages/remove-page', { pageId }],
    ['pages/bring-back-page', { pageId }],
    ['sources/test-connection', { connector, settings, sourceId }],
    ['sources/connect-source', { name: 'Second', connector, settings, readers: [] }],
    ['sources/change-source', { sourceId, name: 'Store', settings: { readOnly: true } }],
    ['sources/refresh-source', { sourceId }],
    ['sources/list-source-tables', { sourceId }],
    ['sources/show-table-uses', { sourceId, tables: [] }],
    ['sources/choose-tables', { sourceId, take: [], leave: [], takesLater: false, readers: [] }],
    ['sources/upload-file', { fileName: 'b.csv' }],
    ['sources/preview-upload', { uploadId: ids.upload, sheet: 0 }],
    [
      'sources/import-upload',
      { uploadId: ids.upload, tableLabel: 'B', columns: [column], onFailure: 'stop', readers: [] },
    ],
    ['sources/show-uploaded-table', { tableId: ids.uploadedTable }],
    ['sources/preview-reload', { tableId: ids.uploadedTable, uploadId: ids.upload, sheet: 0 }],
    ['sources/reload-table', { tableId: ids.uploadedTable, uploadId: ids.upload, ...reload }],
    ['sources/show-import', { importId: ids.import }],
    ['sources/cancel-import', { importId: ids.import }],
    ['samples/open-sample-company', { language: 'pt-BR', readers: [] }],
    ['people/revoke-invitation', { invitationId: ids.invitation }],
    ['people/make-reset-link', { personId }],
    ['people/end-session', { sessionId: ids.session }],
    ['people/deactivate-person', { personId, reason: 'left' }],
    ['people/reactivate-person', { personId }],
    ['catalogue/remove-relation', { tableId, relationId: ids.relation }],
    ['samples/remove-sample-company', { name: 'Pico da Lua' }],
    ['sources/drop-uploaded-table', { tableId: ids.uploadedTable, label: 'A' }],
    ['sources/remove-source', { sourceId, name: 'Store' }],
    ['people/sign-in', { email: admin.email, password: 'Secret-123', workspaceId: ids.workspace }],
    ['people/show-invitation', { token: 'nothing-of-this-kind-is-known' }],
    [
      'people/accept-invitation',
      { token: 'nothing-of-this-kind-is-known', name: 'Eve', password: 'Secret-123' },
    ],
    ['people/show-password-reset', { token: 'nothing-of-this-kind-is-known' }],
    ['people/reset-password', { token: 'nothing-of-this-kind-is-known', password: 'Secret-123' }],
    [
      'people/set-up-workspace',
      { code: 'none', workspaceName: 'Mine', name: 'Eve', email: 'eve@example.com', password: 'Secret-123' },
    ],
    ['people/change-password', { currentPassword: 'Secret-123', newPassword: 'Secret-456' }],
    ['people/sign-out', {}],
  ]
}
