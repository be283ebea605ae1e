import type { PageQuery } from '@flexoffice/contract/page-document'
import { bindParameters, compilePage } from '@flexoffice/page-model'
import { evaluateParameters } from '@flexoffice/page-model/evaluate-value'
import { EmptyState, SkeletonText } from '@flexoffice/ui'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { LoadFailure } from '../../../../core/shell/load-failure.tsx'
import { widgetRegistry } from '../../widgets/widget-renderers.ts'
import { askRecords } from '../draft-queries.ts'
import { useNames, usePage } from '../editor.ts'
import { printCurrent } from '../properties/current-value.tsx'

const shownRows = 20

/** The first rows that a query gives with the values that the page has at present. */
export function QueryPreview({ query }: { query: PageQuery }) {
  const { t } = useMessages()
  const page = usePage()
  const names = useNames()
  const compiled = useMemo(() => compilePage(page, widgetRegistry), [page])
  const compiledQuery = compiled.queries[query.id]
  const parameters = compiledQuery ? evaluateParameters(compiledQuery, names, { now: new Date() }) : {}
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['query-preview', query.query, parameters],
    queryFn: ({ signal }) => {
      const bound = bindParameters(query.query, parameters)
      const limit = Math.min(shownRows, bound.page.limit)
      return askRecords({ ...bound, page: { kind: 'offset', offset: 0, limit } }, query.query, signal)
    },
    retry: false,
    placeholderData: (before) => before,
  })
  if (error) return <LoadFailure error={error} onRetry={() => void refetch()} className="py-6" />
  if (!data)
    return (
      <div className="p-3">
        <SkeletonText lines={4} />
      </div>
    )
  if (data.rows.length === 0) return <EmptyState title={t('pageEditor.queries.noRows')} className="py-8" />
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={t('pageEditor.queries.result')}
      aria-busy={isFetching}
      className="overflow-auto"
    >
      <table className="w-full text-left text-sm">
        <thead>
          <tr className="border-b border-line">
            {data.columns.map(({ name, type }) => (
              <th key={name} scope="col" className="h-8 px-2 font-medium whitespace-nowrap text-muted">
                {name} <span className="font-normal text-faint">{type}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a preview have no key
            <tr key={index} className="border-b border-line last:border-0">
              {data.columns.map(({ name }) => (
                <td key={name} className="h-7 max-w-56 truncate px-2 whitespace-nowrap">
                  {typeof row[name] === 'string' ? row[name] : printCurrent(row[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
