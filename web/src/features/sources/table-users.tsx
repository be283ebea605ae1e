import type { TableUses } from '@flexoffice/contract/sources'
import type { ReactNode } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'

/** Who would miss a table: pages by their names, the number of the others, and tables that lead to it. */
export function TableUsers({ uses }: { uses: Pick<TableUses, 'pages' | 'otherPages' | 'relatedTables'> }) {
  const { t } = useMessages()
  const { pages, otherPages, relatedTables } = uses
  return (
    <>
      <Users title={t('sources.drop.pages')} names={pages.map(({ title }) => title)}>
        {otherPages > 0 ? <li>{t('sources.drop.otherPages', { count: otherPages })}</li> : null}
      </Users>
      <Users title={t('sources.drop.tables')} names={relatedTables} />
    </>
  )
}

function Users({
  title,
  names,
  children = null,
}: {
  title: string
  names: readonly string[]
  children?: ReactNode
}) {
  if (names.length === 0 && children === null) return null
  return (
    <div>
      <p className="font-medium text-ink">{title}</p>
      <ul className="max-h-40 list-disc overflow-y-auto pl-5 wrap-anywhere">
        {names.map((name, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may have one name
          <li key={index}>{name}</li>
        ))}
        {children}
      </ul>
    </div>
  )
}
