import {
  Badge,
  buttonClassName,
  classNames,
  EmptyState,
  PageBody,
  PageHeader,
  SearchField,
  SkeletonText,
  type Tone,
} from '@flexoffice/ui'
import { useQuery } from '@tanstack/react-query'
import { FileJson, SearchX } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { searchText, useScreenSearch } from '../../core/routing/search.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'
import { OperationDetail } from './operation-detail.tsx'
import { type ApiOperation, readApi } from './read-api.ts'

const address = '/api/openapi.json'
const fields = { operation: searchText() }

/** Colour of a method. */
const methodTones: Record<string, Tone> = { GET: 'info', POST: 'success', DELETE: 'danger' }

/** The API by feature: choose an operation, read its fields, try it. */
export function ApiDocsScreen() {
  const { t } = useMessages()
  const [search, change] = useScreenSearch(fields)
  const api = useQuery({ queryKey: ['openapi'], queryFn: fetchApi, staleTime: Number.POSITIVE_INFINITY })
  const [words, setWords] = useState('')
  const operations = api.data ?? []
  const open = operations.find(({ name }) => name === search.operation)
  return (
    <PageBody width="full">
      <div className="border-b border-line px-6 pt-5 max-sm:px-4">
        <PageHeader
          title={t('apiDocs.title')}
          description={t('apiDocs.description', { count: operations.length })}
          actions={
            <a href={address} target="_blank" rel="noreferrer" className={buttonClassName()}>
              <FileJson size={16} strokeWidth={1.75} aria-hidden />
              {t('apiDocs.specification')}
            </a>
          }
        />
      </div>
      {api.isError ? (
        <LoadFailure error={api.error} onRetry={() => void api.refetch()} />
      ) : (
        <div className="flex min-h-0 flex-1 max-md:flex-col">
          <div className="flex w-80 shrink-0 flex-col border-r border-line bg-surface max-lg:w-64 max-md:h-64 max-md:w-full max-md:border-b">
            <div className="p-3">
              <SearchField value={words} onChange={setWords} placeholder={t('apiDocs.search')} />
            </div>
            {api.isPending ? (
              <div className="p-3">
                <SkeletonText lines={12} />
              </div>
            ) : (
              <OperationList
                operations={operations.filter((operation) => matches(operation, words))}
                open={search.operation}
                onOpen={(operation) => change({ operation })}
              />
            )}
          </div>
          <section
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            aria-label={open?.name ?? t('apiDocs.operations')}
            className="min-w-0 flex-1 overflow-auto -outline-offset-2!"
          >
            {open ? (
              <OperationDetail key={open.name} operation={open} />
            ) : (
              <EmptyState icon={FileJson} title={t('apiDocs.choose')}>
                {t('apiDocs.chooseDetail')}
              </EmptyState>
            )}
          </section>
        </div>
      )}
    </PageBody>
  )
}

interface OperationListProps {
  operations: ApiOperation[]
  open: string
  onOpen: (name: string) => void
}

function OperationList({ operations, open, onOpen }: OperationListProps) {
  const { t } = useMessages()
  const tags = [...new Set(operations.map(({ tag }) => tag))]
  if (tags.length === 0) {
    return (
      <EmptyState icon={SearchX} title={t('apiDocs.none')}>
        {t('apiDocs.noneDetail')}
      </EmptyState>
    )
  }
  return (
    <nav aria-label={t('apiDocs.operations')} className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
      {tags.map((tag) => (
        <section key={tag} aria-labelledby={`tag-${tag}`}>
          <h2 id={`tag-${tag}`} className="px-2 pt-3 pb-1 text-sm font-medium text-faint">
            {tag}
          </h2>
          <ul>
            {operations
              .filter((operation) => operation.tag === tag)
              .map(({ name, method }) => (
                <li key={name}>
                  <button
                    type="button"
                    aria-current={name === open || undefined}
                    onClick={() => onOpen(name)}
                    className={classNames(
                      'flex h-7 w-full items-center gap-2 rounded-md px-2 text-left',
                      name === open ? 'bg-pressed font-medium' : 'text-muted hover:bg-hover hover:text-ink',
                    )}
                  >
                    <span className="min-w-0 flex-1 truncate">{name.split('/').at(-1)}</span>
                    <Method method={method} />
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

function Method({ method }: { method: string }) {
  return <Badge tone={methodTones[method] ?? 'warning'}>{method}</Badge>
}

function matches({ name, summary }: ApiOperation, words: string): boolean {
  const text = `${name} ${summary}`.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

async function fetchApi(): Promise<ApiOperation[]> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(String(answer.status))
  return readApi(await answer.json())
}
