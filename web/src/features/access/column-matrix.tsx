import type { RoleGrantInput } from '@flexoffice/contract/access'
import { Badge, classNames, EmptyState } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { type ColumnRight, readRightWord, rightOf, rightWord, type TableAccess } from './grant-draft.ts'
import { useRoleLabel } from './role-label.ts'

const words = [
  'none',
  'mask:fixed',
  'mask:lastFour',
  'mask:emailDomain',
  'mask:yearOnly',
  'mask:hide',
  'read',
  'write',
] as const

/** Columns by roles: what each role that may read the table sees of each column. */
export function ColumnMatrix({
  columns,
  grants,
  onChange,
}: {
  columns: TableAccess['columns']
  grants: readonly RoleGrantInput[]
  onChange: (grant: RoleGrantInput) => void
}) {
  const { t } = useMessages()
  const roleLabel = useRoleLabel()
  if (grants.length === 0) return <EmptyState title={t('access.columns.nobody')} className="py-8!" />
  const setRight = (grant: RoleGrantInput, id: string | null, right: ColumnRight) =>
    onChange(
      id === null
        ? { ...grant, otherColumns: right }
        : { ...grant, columns: { ...grant.columns, [id]: right } },
    )
  const setAll = (grant: RoleGrantInput, right: ColumnRight) =>
    onChange({ ...grant, columns: Object.fromEntries(columns.map(({ id }) => [id, right])) })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={t('access.columns.title')} className="max-h-[32rem] overflow-auto">
      <table className="w-full border-collapse text-left">
        <thead className="sticky top-0 z-20 bg-surface">
          <tr className="text-sm text-muted *:shadow-[inset_0_-1px_var(--line)]">
            <th scope="col" className="sticky left-0 z-10 h-10 w-64 min-w-44 bg-surface px-4 font-medium">
              {t('access.columns.column')}
            </th>
            {grants.map((grant) => (
              <th key={grant.role} scope="col" className="w-40 px-1.5 font-medium">
                <span className="block px-1 pb-0.5">{roleLabel(grant.role)}</span>
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          <tr className="border-b border-line bg-sunken">
            <th scope="row" className="sticky left-0 z-10 bg-sunken px-4 font-normal text-muted">
              {t('access.columns.all')}
            </th>
            {grants.map((grant) => (
              <td key={grant.role} className="px-1.5 py-1">
                <RightSelect
                  label={t('access.columns.allOf', { role: roleLabel(grant.role) })}
                  right={sameForAll(grant, columns)}
                  onChange={(right) => setAll(grant, right)}
                />
              </td>
            ))}
            <td />
          </tr>
          {columns.map((column) => (
            <tr key={column.id} className="border-b border-line">
              <th scope="row" className="sticky left-0 z-10 max-w-60 bg-surface px-4 font-normal">
                <span className="flex items-center gap-2">
                  <span className="truncate" title={column.description || column.name}>
                    {column.label}
                  </span>
                  {column.state === 'new' ? <Badge tone="info">{t('access.columns.new')}</Badge> : null}
                  {column.state === 'missing' ? (
                    <Badge tone="danger">{t('access.columns.missing')}</Badge>
                  ) : null}
                </span>
              </th>
              {grants.map((grant) => (
                <td key={grant.role} className="px-1.5 py-1">
                  <RightSelect
                    label={t('access.columns.rightOf', { column: column.label, role: roleLabel(grant.role) })}
                    right={rightOf(grant, column.id)}
                    onChange={(right) => setRight(grant, column.id, right)}
                  />
                </td>
              ))}
              <td />
            </tr>
          ))}
          <tr>
            <th scope="row" className="sticky left-0 z-10 bg-surface px-4 font-normal text-muted">
              {t('access.columns.later')}
            </th>
            {grants.map((grant) => (
              <td key={grant.role} className="px-1.5 py-1">
                <RightSelect
                  label={t('access.columns.laterOf', { role: roleLabel(grant.role) })}
                  right={grant.otherColumns}
                  onChange={(right) => setRight(grant, null, right)}
                />
              </td>
            ))}
            <td />
          </tr>
        </tbody>
      </table>
    </section>
  )
}

/** The browser's own list: there are hundreds of these on a screen. */
function RightSelect({
  label,
  right,
  onChange,
}: {
  label: string
  right: ColumnRight | null
  onChange: (right: ColumnRight) => void
}) {
  const { t } = useMessages()
  const word = right ? rightWord(right) : ''
  return (
    <select
      aria-label={label}
      value={word}
      onChange={(event) => onChange(readRightWord(event.target.value))}
      className={classNames(
        'h-7 w-full min-w-28 cursor-pointer rounded-md border border-transparent bg-transparent px-1 hover:border-line-strong',
        word === 'none' && 'text-faint',
        word.startsWith('mask:') && 'text-warning-ink',
        word === 'write' && 'font-medium text-success-ink',
      )}
    >
      {right ? null : <option value="">{t('access.rights.various')}</option>}
      {words.map((candidate) => (
        <option key={candidate} value={candidate}>
          {t(`access.rights.${candidate.replace('mask:', 'mask_')}`)}
        </option>
      ))}
    </select>
  )
}

function sameForAll(grant: RoleGrantInput, columns: TableAccess['columns']): ColumnRight | null {
  const [first, ...others] = columns.map(({ id }) => rightOf(grant, id))
  if (!first) return null
  return others.every((right) => rightWord(right) === rightWord(first)) ? first : null
}
