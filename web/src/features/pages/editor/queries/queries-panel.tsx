import type { PageQuery } from '@flexoffice/contract/page-document'
import { addQuery, removeQuery, renameQuery, updateQuery } from '@flexoffice/page-model'
import { Button, Combobox, classNames, EmptyState, IconButton, Popover, Select } from '@flexoffice/ui'
import { Database, Plus, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useStore } from '../../../../core/store.ts'
import { useCatalogue, useShownTable } from '../catalogue.tsx'
import { useEditor, usePage, useReadOnly } from '../editor.ts'
import { NameField } from '../properties/name-field.tsx'
import { explainPageProblem, useProblems } from '../scope.tsx'
import { QueryBuilder } from './query-builder.tsx'
import { newQueryTemplate, readQueryForm, writeQueryForm } from './query-form.ts'
import { QueryPreview } from './query-preview.tsx'

/** The page's queries: the list, the builder of the chosen one, and its rows. */
export function QueriesPanel() {
  const { t } = useMessages()
  const editor = useEditor()
  const page = usePage()
  const chosen = useStore(editor.queryId)
  const queries = Object.values(page.queries).sort((first, second) => first.name.localeCompare(second.name))
  const query = page.queries[chosen ?? ''] ?? queries[0]
  return (
    <div className="grid h-full min-h-0 grid-cols-[11rem_minmax(0,1fr)_minmax(0,18rem)] divide-x divide-line max-xl:grid-cols-[11rem_minmax(0,1fr)]">
      <div className="flex min-h-0 flex-col gap-2 overflow-y-auto p-2">
        <NewQuery />
        <ul aria-label={t('pageEditor.drawer.queries')} className="flex flex-col gap-px">
          {queries.map(({ id, name }) => (
            <li key={id}>
              <button
                type="button"
                aria-current={id === query?.id || undefined}
                onClick={() => editor.queryId.set(id)}
                className={classNames(
                  'flex h-7 w-full items-center gap-2 rounded-md px-2 text-left',
                  id === query?.id ? 'bg-pressed font-medium' : 'text-muted hover:bg-hover',
                )}
              >
                <Database size={14} aria-hidden className="shrink-0" />
                <span className="truncate">{name}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      {query ? (
        <>
          <div key={query.id} className="min-h-0 overflow-y-auto p-3">
            <QuerySettings query={query} />
          </div>
          <div className="min-h-0 overflow-auto max-xl:col-span-2 max-xl:border-t max-xl:border-line">
            <QueryPreview query={query} />
          </div>
        </>
      ) : (
        <EmptyState icon={Database} title={t('pageEditor.queries.none')} className="col-span-2 py-8">
          {t('pageEditor.queries.noneHelp')}
        </EmptyState>
      )}
    </div>
  )
}

function QuerySettings({ query }: { query: PageQuery }) {
  const { t } = useMessages()
  const editor = useEditor()
  const readOnly = useReadOnly()
  const problems = useProblems().filter(({ queryId }) => queryId === query.id)
  return (
    <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-36 flex-1">
          <NameField
            label={t('pageEditor.queries.name')}
            value={query.name}
            onRename={(name) => renameQuery(editor.ydoc, query.id, name)}
          />
        </div>
        <Select
          className="w-44"
          label={t('pageEditor.queries.runs')}
          value={query.runs}
          onChange={(runs) => updateQuery(editor.ydoc, query.id, { runs })}
          options={[
            { value: 'automatic', label: t('pageEditor.queries.automatic') },
            { value: 'manual', label: t('pageEditor.queries.manual') },
          ]}
        />
        <IconButton
          icon={Trash2}
          label={t('pageEditor.queries.remove', { name: query.name })}
          onClick={() => removeQuery(editor.ydoc, query.id)}
        />
      </div>
      {problems.map((problem) => (
        <p key={`${problem.code} ${problem.property}`} className="text-sm text-danger-ink">
          {explainPageProblem(problem)}
        </p>
      ))}
      <QueryBuilder
        form={readQueryForm(query.query)}
        onChange={(form) => updateQuery(editor.ydoc, query.id, { query: writeQueryForm(query.query, form) })}
      />
    </fieldset>
  )
}

function NewQuery() {
  const { t } = useMessages()
  const editor = useEditor()
  const { tables } = useCatalogue()
  const [open, setOpen] = useState(false)
  const [tableId, setTableId] = useState<string | null>(null)
  const shown = useShownTable(tableId)
  useEffect(() => {
    if (!shown || !open) return
    const id = addQuery(editor.ydoc, { query: newQueryTemplate(shown), runs: 'automatic' })
    editor.queryId.set(id)
    setOpen(false)
    setTableId(null)
  }, [shown, open, editor])
  return (
    <Popover
      title={t('pageEditor.queries.add')}
      open={open}
      onOpenChange={setOpen}
      side="top"
      trigger={
        <Button size="sm" icon={Plus}>
          {t('pageEditor.queries.add')}
        </Button>
      }
    >
      <div className="w-64">
        <Combobox
          label={t('pageEditor.queries.table')}
          value={tableId}
          onChange={setTableId}
          options={tables.map(({ id, label, sourceName }) => ({ value: id, label, description: sourceName }))}
        />
      </div>
    </Popover>
  )
}
