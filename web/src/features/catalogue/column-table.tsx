import type { CatalogueColumn } from '@flexoffice/contract/catalogue'
import { Badge, Card, EmptyState, SearchField } from '@flexoffice/ui'
import { Columns3, KeyRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { columnIcon } from '../data/api.ts'
import { matchesWords } from './matches-words.ts'
import type { StructureDraft } from './use-structure-draft.ts'
import { WordsInput } from './words-input.tsx'

/** Properties of ColumnTable. */
export interface ColumnTableProps {
  columns: readonly CatalogueColumn[]
  draft: StructureDraft
  query: string
  onQueryChange: (query: string) => void
}

/** The columns of a table: what the source says of each, and what people call it. Those that the source lost stand last. */
export function ColumnTable({ columns, draft, query, onQueryChange }: ColumnTableProps) {
  const { t } = useMessages()
  const found = columns.filter((column) =>
    matchesWords(`${column.name} ${draft.read(column.id, 'label').value}`, query),
  )
  const present = found.filter((column) => column.state !== 'missing')
  const missing = found.filter((column) => column.state === 'missing')
  return (
    <div className="flex flex-col gap-3">
      {columns.length > 12 || query !== '' ? (
        <SearchField
          className="w-80 max-w-full"
          label={t('catalogue.columns.find')}
          value={query}
          onChange={onQueryChange}
        />
      ) : null}
      <Card flush>
        {found.length === 0 ? (
          <EmptyState
            icon={Columns3}
            title={t(query === '' ? 'catalogue.columns.none' : 'catalogue.columns.noMatch', { query })}
          />
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          <section tabIndex={0} aria-label={t('catalogue.columns.title')} className="overflow-x-auto">
            <table className="w-full min-w-136 table-fixed border-collapse text-left">
              <ColumnHead />
              <tbody>
                {present.map((column) => (
                  <PresentColumn key={column.id} column={column} draft={draft} />
                ))}
              </tbody>
              {missing.length > 0 ? (
                <tbody>
                  <tr className="border-y border-line bg-sunken">
                    <th scope="colgroup" colSpan={3} className="px-4 py-2 font-normal text-muted">
                      <span className="font-medium">{t('catalogue.columns.gone')}</span>{' '}
                      {t('catalogue.columns.goneDetail')}
                    </th>
                  </tr>
                  {missing.map((column) => (
                    <MissingColumn key={column.id} column={column} />
                  ))}
                </tbody>
              ) : null}
            </table>
          </section>
        )}
      </Card>
    </div>
  )
}

function ColumnHead() {
  const { t } = useMessages()
  return (
    <thead>
      <tr className="border-b border-line text-sm text-muted *:h-8 *:font-medium">
        <th scope="col" className="w-[32%] pr-3 pl-4">
          {t('catalogue.columns.inSource')}
        </th>
        <th scope="col" className="w-[26%] px-3">
          {t('catalogue.label')}
        </th>
        <th scope="col" className="px-3">
          {t('catalogue.description')}
        </th>
      </tr>
    </thead>
  )
}

function PresentColumn({ column, draft }: { column: CatalogueColumn; draft: StructureDraft }) {
  const { t } = useMessages()
  return (
    <tr className="group border-b border-line align-top last:border-0">
      <ColumnName column={column}>
        {column.isKey ? <Badge icon={KeyRound}>{t('catalogue.columns.key')}</Badge> : null}
        {column.state === 'new' ? <Badge tone="info">{t('catalogue.columns.new')}</Badge> : null}
      </ColumnName>
      <td className="px-1 py-1.5">
        <WordsInput
          id={column.id}
          field="label"
          label={t('catalogue.columns.labelOf', { column: column.name })}
          draft={draft}
        />
      </td>
      <td className="py-1.5 pr-2 pl-1">
        <WordsInput
          id={column.id}
          field="description"
          label={t('catalogue.columns.descriptionOf', { column: column.name })}
          draft={draft}
        />
      </td>
    </tr>
  )
}

function MissingColumn({ column }: { column: CatalogueColumn }) {
  const { t } = useMessages()
  return (
    <tr className="border-b border-line align-top text-muted last:border-0">
      <ColumnName column={column}>
        <Badge tone="danger">{t('catalogue.missing')}</Badge>
      </ColumnName>
      <td className="px-3 py-2.5">{column.label}</td>
      <td className="px-3 py-2.5 whitespace-pre-line">{column.description}</td>
    </tr>
  )
}

function ColumnName({ column, children }: { column: CatalogueColumn; children: ReactNode }) {
  const { t } = useMessages()
  // The key has a mark of its own beside the name.
  const Icon = columnIcon({ type: column.type, enumLabels: column.enumLabels })
  const facts = [
    column.databaseType,
    column.generated
      ? t('catalogue.columns.generated')
      : t(column.nullable ? 'catalogue.columns.nullable' : 'catalogue.columns.required'),
    column.hasDefault && !column.generated ? t('catalogue.columns.hasDefault') : '',
  ]
  return (
    <th scope="row" className="py-2 pr-3 pl-4 font-normal">
      <div className="flex items-start gap-2.5">
        <Icon size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-faint" aria-hidden />
        <div className="min-w-0 flex-1">
          <div className="flex min-h-5 flex-wrap items-center gap-x-2 gap-y-0.5">
            <code className="min-w-0 font-mono text-sm wrap-anywhere">{column.name}</code>
            {children}
          </div>
          <div className="text-sm text-muted wrap-anywhere" title={column.enumLabels?.join(', ')}>
            {facts.filter(Boolean).join(' · ')}
          </div>
        </div>
      </div>
    </th>
  )
}
