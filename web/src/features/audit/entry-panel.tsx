import type { AuditEntry } from '@flexoffice/contract/audit'
import { Badge, Banner, CodeBlock, DescriptionList, SidePanel } from '@flexoffice/ui'
import { useMessages } from '../../core/i18n/languages.ts'
import { listDifferences } from './list-differences.ts'
import { operationName } from './operation-name.ts'
import { actorName, objectName, outcomeTones } from './use-audit-columns.tsx'

/** One entry: who, when, from where, on what, and what it changed. */
export function EntryPanel({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { t, formatDate } = useMessages()
  const person = entry.actor.email ? `${actorName(entry, t)} · ${entry.actor.email}` : actorName(entry, t)
  return (
    <SidePanel
      title={operationName(entry.operation)}
      subtitle={t('audit.entry.number', { sequence: entry.sequence })}
      width={480}
      onClose={onClose}
      actions={<Badge tone={outcomeTones[entry.outcome]}>{t(`audit.outcomes.${entry.outcome}`)}</Badge>}
    >
      <div className="flex flex-col gap-5">
        {entry.erased ? <Banner>{t('audit.entry.erased')}</Banner> : null}
        <DescriptionList
          items={[
            {
              term: t('audit.columns.at'),
              detail: (
                <time dateTime={entry.at}>
                  {formatDate(entry.at, { dateStyle: 'full', timeStyle: 'long' })}
                </time>
              ),
            },
            { term: t('audit.columns.person'), detail: person },
            { term: t('audit.columns.ip'), detail: entry.ip },
            { term: t('audit.columns.object'), detail: objectName(entry) },
            {
              term: t('audit.entry.objectId'),
              detail: entry.object ? <code className="font-mono text-sm">{entry.object.id}</code> : null,
            },
            {
              term: t('audit.entry.operation'),
              detail: <code className="font-mono text-sm">{entry.operation}</code>,
            },
          ]}
        />
        {entry.records.map((record, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the records of an entry never change
          <RecordOf key={index} record={record} />
        ))}
        {entry.records.length > 0 ? (
          <details>
            <summary className="font-medium">{t('audit.entry.raw')}</summary>
            <div className="mt-2">
              <CodeBlock label={t('audit.entry.raw')} code={JSON.stringify(entry.records, null, 2)} />
            </div>
          </details>
        ) : null}
      </div>
    </SidePanel>
  )
}

function RecordOf({ record }: { record: AuditEntry['records'][number] }) {
  const { t } = useMessages()
  const differences = listDifferences(record.before, record.after)
  const details = listDifferences(undefined, record.detail)
  return (
    <>
      {differences.length > 0 ? (
        <section aria-label={t('audit.entry.changes')}>
          <h3 className="mb-2 font-semibold">{t('audit.entry.changes')}</h3>
          <ul className="flex flex-col gap-2">
            {differences.map(({ field, before, after }) => (
              <li key={field} className="overflow-hidden rounded-md border border-line">
                <p className="border-b border-line bg-sunken px-3 py-1 font-mono text-sm">{field}</p>
                <Side
                  label={t('audit.entry.before')}
                  text={before}
                  className="bg-danger-soft text-danger-ink"
                />
                <Side
                  label={t('audit.entry.after')}
                  text={after}
                  className="bg-success-soft text-success-ink"
                />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {details.length > 0 ? (
        <section aria-label={t('audit.entry.details')}>
          <h3 className="mb-1 font-semibold">{t('audit.entry.details')}</h3>
          <DescriptionList items={details.map(({ field, after }) => ({ term: field, detail: after }))} />
        </section>
      ) : null}
    </>
  )
}

function Side({ label, text, className }: { label: string; text: string; className: string }) {
  if (text === '') return null
  return (
    <p className={`flex gap-3 px-3 py-1 ${className}`}>
      <span className="w-12 shrink-0 text-sm leading-5">{label}</span>
      <span className="min-w-0 wrap-anywhere whitespace-pre-wrap">{text}</span>
    </p>
  )
}
