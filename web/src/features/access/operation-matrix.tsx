import type { RoleGrantInput } from '@flexoffice/contract/access'
import { Badge, Button, Checkbox, classNames } from '@flexoffice/ui'
import { SlidersHorizontal } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { rightOf, setOperation, type TableAccess, tableOperations } from './grant-draft.ts'
import { useRoleLabel } from './role-label.ts'

/** Properties of OperationMatrix. */
export interface OperationMatrixProps {
  access: TableAccess
  roles: readonly string[]
  grantOf: (role: string) => RoleGrantInput
  changed: readonly string[]
  openRole: string
  onChange: (grant: RoleGrantInput) => void
  onOpenRole: (role: string) => void
}

/** Roles by operations, with the rows and columns of each in a word. */
export function OperationMatrix(props: OperationMatrixProps) {
  const { access, roles, grantOf, openRole, onOpenRole, onChange } = props
  const { t } = useMessages()
  const roleLabel = useRoleLabel()
  const columnIds = access.columns.filter((column) => column.state !== 'missing').map(({ id }) => id)
  const operations = access.table.key.length > 0 ? tableOperations : (['read'] as const)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={t('access.operations.title')} className="overflow-x-auto">
      <table className="w-full min-w-4xl table-fixed border-collapse text-left">
        <thead>
          <tr className="border-b border-line text-sm text-muted">
            <th scope="col" className="h-8 w-52 px-4 font-medium">
              {t('access.role')}
            </th>
            {operations.map((operation) => (
              <th key={operation} scope="col" className="w-20 px-2 text-center font-medium">
                {t(`access.operations.${operation}`)}
              </th>
            ))}
            <th scope="col" className="px-3 font-medium">
              {t('access.rows.title')}
            </th>
            <th scope="col" className="w-48 px-3 font-medium">
              {t('access.columns.title')}
            </th>
            <th scope="col" className="w-28 px-4">
              <span className="sr-only">{t('access.rows.edit')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {roles.map((role) => {
            const grant = grantOf(role)
            const stored = access.grants.find((entry) => entry.role === role)
            return (
              <tr
                key={role}
                className={classNames(
                  'border-b border-line last:border-0',
                  openRole === role && 'bg-accent-soft',
                )}
              >
                <th scope="row" className="h-10 px-4 font-medium whitespace-nowrap">
                  {roleLabel(role)}
                  {props.changed.includes(role) ? (
                    <span className="ml-2">
                      <Badge tone="accent">{t('access.changed')}</Badge>
                    </span>
                  ) : null}
                </th>
                {operations.map((operation) => (
                  <td key={operation} className="px-2">
                    <span className="flex justify-center">
                      <Checkbox
                        hideLabel
                        label={t('access.operations.of', {
                          operation: t(`access.operations.${operation}`),
                          role: roleLabel(role),
                        })}
                        checked={grant.operations[operation]}
                        onChange={(on) => onChange(setOperation(grant, operation, on, columnIds))}
                      />
                    </span>
                  </td>
                ))}
                <td className="px-3">
                  <RowsInWords grant={grant} broken={(stored?.broken.length ?? 0) > 0} />
                </td>
                <td className="px-3 whitespace-nowrap text-muted">
                  {grant.operations.read ? describeColumns(grant, columnIds, t) : '—'}
                </td>
                <td className="px-4 text-right">
                  {grant.operations.read ? (
                    <Button
                      size="sm"
                      variant="ghost"
                      icon={SlidersHorizontal}
                      aria-expanded={openRole === role}
                      aria-label={t('access.rows.editOf', { role: roleLabel(role) })}
                      onClick={() => onOpenRole(openRole === role ? '' : role)}
                    >
                      {t('access.rows.edit')}
                    </Button>
                  ) : null}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function RowsInWords({ grant, broken }: { grant: RoleGrantInput; broken: boolean }) {
  const { t } = useMessages()
  if (!grant.operations.read) return <span className="text-faint">{t('access.rows.none')}</span>
  if (broken) return <Badge tone="danger">{t('access.rows.broken')}</Badge>
  if (!grant.rows) return <span>{t('access.rows.all')}</span>
  return (
    <code className="block truncate font-mono text-sm" title={grant.rows}>
      {grant.rows}
    </code>
  )
}

function describeColumns(
  grant: RoleGrantInput,
  columnIds: readonly string[],
  t: (key: string, params?: Record<string, unknown>) => string,
): string {
  const rights = columnIds.map((id) => rightOf(grant, id))
  const visible = rights.filter(({ access }) => access !== 'none').length
  const masked = rights.filter(({ access, mask }) => access === 'read' && mask !== undefined).length
  const words = t('access.columns.visible', { count: visible, total: columnIds.length })
  return masked > 0 ? `${words}, ${t('access.columns.maskedCount', { count: masked })}` : words
}
