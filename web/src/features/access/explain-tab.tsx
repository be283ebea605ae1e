import { type AccessExplanation, explainAccess } from '@flexoffice/contract/access'
import { Badge, Banner, Card, EmptyState, SimpleTable, SkeletonText, type Tone } from '@flexoffice/ui'
import { UserSearch } from 'lucide-react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { LoadFailure } from '../../core/shell/load-failure.tsx'
import { tableOperations } from './grant-draft.ts'
import { PersonChoice } from './person-choice.tsx'
import { useRoleLabel } from './role-label.ts'

/** What one person can see of a table and do with it, and which roles give each right. */
export function ExplainTab({
  tableId,
  personId,
  onPerson,
}: {
  tableId: string
  personId: string
  onPerson: (personId: string) => void
}) {
  const { t } = useMessages()
  const answer = useOperation(explainAccess, { tableId, personId }, { enabled: personId !== '' })
  return (
    <div className="flex flex-col gap-4">
      <div className="w-96 max-w-full">
        <PersonChoice
          label={t('access.explain.who')}
          value={personId || null}
          onChange={(next) => onPerson(next ?? '')}
        />
      </div>
      {personId === '' ? (
        <EmptyState icon={UserSearch} title={t('access.explain.choose')}>
          {t('access.explain.chooseDetail')}
        </EmptyState>
      ) : answer.isPending ? (
        <SkeletonText lines={8} />
      ) : answer.error ? (
        <LoadFailure error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <Explanation explanation={answer.data} />
      )}
    </div>
  )
}

function Explanation({ explanation }: { explanation: AccessExplanation }) {
  const { t } = useMessages()
  const roleLabel = useRoleLabel()
  const { person, table, operations, columns, whyNot } = explanation
  const allowed = tableOperations.filter((operation) => operations[operation])
  const visible = columns.filter((column) => column.access !== 'none').length
  const summary =
    whyNot !== null
      ? t('access.explain.nothing', {
          person: person.name,
          table: table.label,
          reason: t(`access.whyNot.${whyNot}`),
        })
      : t('access.explain.summary', {
          person: person.name,
          acts: allowed.map((operation) => t(`access.explain.${operation}`)).join(', '),
          table: table.label,
          count: visible,
          total: columns.length,
        })
  return (
    <>
      <Banner tone={whyNot === null ? 'info' : 'warning'}>{summary}</Banner>
      {explanation.adminReadsAll ? <Banner>{t('access.explain.admin')}</Banner> : null}
      <Card flush title={t('access.explain.roles')} description={t('access.explain.rolesDetail')}>
        <SimpleTable
          label={t('access.explain.roles')}
          rows={explanation.roles}
          rowKey={(entry) => entry.role}
          empty={<EmptyState title={t('access.explain.noRoles')} className="py-6!" />}
          columns={[
            { id: 'role', title: t('access.role'), width: 160, render: (entry) => roleLabel(entry.role) },
            {
              id: 'operations',
              title: t('access.explain.may'),
              width: 220,
              render: (entry) =>
                entry.granted ? (
                  tableOperations
                    .filter((operation) => entry.operations[operation])
                    .map((operation) => t(`access.operations.${operation}`))
                    .join(', ')
                ) : (
                  <span className="text-faint">{t('access.explain.notGranted')}</span>
                ),
            },
            {
              id: 'rows',
              title: t('access.rows.title'),
              render: (entry) =>
                entry.granted ? <Rule rows={entry.rows} forPerson={entry.rowsForPerson} /> : '—',
            },
          ]}
        />
      </Card>
      <Card flush title={t('access.columns.title')}>
        <SimpleTable
          label={t('access.columns.title')}
          rows={columns}
          rowKey={(column) => column.id}
          columns={[
            { id: 'column', title: t('access.columns.column'), width: 220, render: (column) => column.label },
            {
              id: 'access',
              title: t('access.explain.sees'),
              width: 160,
              render: (column) => (
                <Badge tone={tones[column.access]}>{t(`access.sees.${column.access}`)}</Badge>
              ),
            },
            {
              id: 'because',
              title: t('access.explain.because'),
              render: (column) => (
                <span className="text-muted">
                  {column.because.length === 0
                    ? t('access.explain.nobody')
                    : column.because.map(roleLabel).join(', ')}
                  {column.dependsOnRow ? ` · ${t('access.explain.dependsOnRow')}` : ''}
                </span>
              ),
            },
          ]}
        />
      </Card>
    </>
  )
}

const tones: Record<AccessExplanation['columns'][number]['access'], Tone> = {
  none: 'neutral',
  masked: 'warning',
  read: 'info',
  write: 'success',
}

function Rule({ rows, forPerson }: { rows: string | null; forPerson: string | null }) {
  const { t } = useMessages()
  if (rows === null) return <>{t('access.rows.all')}</>
  return (
    <span className="flex flex-col gap-0.5 py-1">
      <code className="font-mono text-sm wrap-anywhere">{rows}</code>
      {forPerson !== null && forPerson !== rows ? (
        <span className="text-sm text-muted">
          {t('access.explain.forPerson')} <code className="font-mono wrap-anywhere">{forPerson}</code>
        </span>
      ) : null}
    </span>
  )
}
