import type { AuditEntry } from '@flexoffice/contract/audit'
import { Avatar, Badge, type GridColumn, type Tone } from '@flexoffice/ui'
import { useMemo } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { jobName, objectTypeName, operationName } from './operation-name.ts'

/** Colour of an outcome. */
export const outcomeTones: Record<AuditEntry['outcome'], Tone> = {
  done: 'success',
  denied: 'danger',
  failed: 'warning',
  refused: 'warning',
  unknown: 'info',
}

/** Who did it: the person's name, what a job of the platform is called, else what kind of actor it was. */
export function actorName(entry: AuditEntry, t: (key: string) => string): string {
  if (entry.actor.kind === 'system') return jobName(entry.actor.name) ?? t('audit.system')
  return entry.actor.name ?? t(entry.erased ? 'audit.erasedPerson' : 'audit.system')
}

/** The thing that was acted on, in words. */
export function objectName({ object }: AuditEntry): string {
  if (!object) return ''
  return object.name ? `${objectTypeName(object.type)} · ${object.name}` : objectTypeName(object.type)
}

/** The columns of the log. */
export function useAuditColumns(): ReadonlyArray<GridColumn<AuditEntry>> {
  const { t, language, formatDate } = useMessages()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  return useMemo(() => {
    const columns: Array<GridColumn<AuditEntry>> = [
      {
        id: 'at',
        title: t('audit.columns.at'),
        width: 232,
        text: ({ at }) => formatDate(at, { dateStyle: 'medium', timeStyle: 'medium' }),
      },
      {
        id: 'person',
        title: t('audit.columns.person'),
        width: 180,
        text: (entry) => actorName(entry, t),
        render: (entry) => (
          <span className="flex min-w-0 items-center gap-2">
            <Avatar name={actorName(entry, t)} size={20} />
            <span className="truncate">{actorName(entry, t)}</span>
          </span>
        ),
      },
      {
        id: 'operation',
        title: t('audit.columns.operation'),
        width: 240,
        grow: true,
        text: ({ operation }) => operationName(operation),
        render: ({ operation }) => <span className="font-medium">{operationName(operation)}</span>,
      },
      { id: 'object', title: t('audit.columns.object'), width: 260, grow: true, text: objectName },
      {
        id: 'outcome',
        title: t('audit.columns.outcome'),
        width: 110,
        text: ({ outcome }) => t(`audit.outcomes.${outcome}`),
        render: ({ outcome }) => <Badge tone={outcomeTones[outcome]}>{t(`audit.outcomes.${outcome}`)}</Badge>,
      },
      { id: 'ip', title: t('audit.columns.ip'), width: 120, text: ({ ip }) => ip ?? '' },
    ]
    return columns.map((column) => ({ ...column, sortable: false }))
  }, [language])
}
