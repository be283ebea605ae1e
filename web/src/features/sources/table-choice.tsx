import type { FoundTable } from '@flexoffice/contract/sources'
import { Badge, Checkbox, SearchField } from '@flexoffice/ui'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'

/** Properties of TableChoice: `badgeOf` says more of a table. */
export interface TableChoiceProps<Table extends FoundTable> {
  tables: readonly Table[]
  chosen: ReadonlySet<string>
  onChange: (chosen: Set<string>) => void
  badgeOf?: (table: Table) => ReactNode
}

/** Chooses among the tables that a database shows. */
export function TableChoice<Table extends FoundTable>({
  tables,
  chosen,
  onChange,
  badgeOf,
}: TableChoiceProps<Table>) {
  const { t, formatNumber } = useMessages()
  const [query, setQuery] = useState('')
  const words = query.trim().toLowerCase()
  const found = tables.filter((table) => `${table.schema}.${table.name}`.toLowerCase().includes(words))
  const allFound = found.length > 0 && found.every((table) => chosen.has(table.identity))
  const toggle = (identities: string[], on: boolean) => {
    const next = new Set(chosen)
    for (const identity of identities) on ? next.add(identity) : next.delete(identity)
    onChange(next)
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <SearchField
          className="w-64"
          label={t('sources.connect.findTable')}
          value={query}
          onChange={setQuery}
        />
        <span className="text-muted" role="status">
          {t('sources.connect.chosen', { count: chosen.size, total: tables.length })}
        </span>
      </div>
      <div className="rounded-md border border-line">
        <div className="border-b border-line bg-sunken px-3 py-2">
          <Checkbox
            label={t('sources.connect.all')}
            checked={allFound}
            indeterminate={!allFound && found.some((table) => chosen.has(table.identity))}
            onChange={(on) =>
              toggle(
                found.map((table) => table.identity),
                on,
              )
            }
          />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <ul tabIndex={0} aria-label={t('sources.connect.choose')} className="max-h-96 overflow-y-auto">
          {found.map((table) => (
            <li
              key={table.identity}
              className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-0"
            >
              <Checkbox
                className="min-w-0 flex-1"
                label={table.schema === 'public' ? table.name : `${table.schema}.${table.name}`}
                checked={chosen.has(table.identity)}
                onChange={(on) => toggle([table.identity], on)}
              />
              {badgeOf?.(table)}
              {table.hasKey ? null : <Badge tone="warning">{t('sources.connect.noKey')}</Badge>}
              {table.kind === 'table' ? null : <Badge>{t(`sources.kinds.${table.kind}`)}</Badge>}
              <span className="w-24 shrink-0 text-right text-sm text-muted tabular-nums">
                {t('sources.connect.columns', { count: table.columns })}
              </span>
              <span className="w-24 shrink-0 text-right text-sm text-muted tabular-nums max-sm:hidden">
                {table.approximateRowCount === null
                  ? ''
                  : t('sources.connect.rows', {
                      count: table.approximateRowCount,
                      rows: formatNumber(table.approximateRowCount, { notation: 'compact' }),
                    })}
              </span>
            </li>
          ))}
        </ul>
        {found.length === 0 ? <p className="px-3 py-4 text-muted">{t('sources.connect.noMatch')}</p> : null}
      </div>
    </>
  )
}
