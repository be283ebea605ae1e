import type { DataRecord } from '@flexoffice/contract/data'
import { Button, Dialog, SegmentedControl } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { formatCell } from '../table/format-cell.ts'
import type { RecordConflict } from './use-record-update.ts'

type Choice = 'mine' | 'theirs'

/** Two people changed the same fields: shows both values of each and lets the later one choose. */
export function ConflictDialog({
  conflict,
  onSettle,
}: {
  conflict: RecordConflict
  onSettle: (mine: DataRecord['values']) => void
}) {
  const { t } = useMessages()
  const { mine, seen, current } = conflict
  const changed = conflict.columns.filter((column) => Object.hasOwn(mine, column.id))
  const differing = changed.filter(
    ({ id }) => JSON.stringify(seen[id] ?? null) !== JSON.stringify(current.values[id] ?? null),
  )
  const [choices, setChoices] = useState<Record<string, Choice>>({})
  const choiceOf = (id: string): Choice => choices[id] ?? 'mine'
  const kept = () =>
    Object.fromEntries(
      changed
        .filter((column) => !differing.includes(column) || choiceOf(column.id) === 'mine')
        .map(({ id }) => [id, mine[id] ?? null]),
    )
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onSettle({})}
      title={t('data.conflict.title')}
      description={t('widgetView.form.conflict')}
      footer={
        <>
          <Button onClick={() => onSettle({})}>{t('data.conflict.discard')}</Button>
          <Button variant="primary" onClick={() => onSettle(kept())}>
            {t('data.conflict.save')}
          </Button>
        </>
      }
    >
      <ul className="flex flex-col divide-y divide-line">
        {differing.map((column) => (
          <li key={column.id} className="flex flex-col gap-2 py-3">
            <div className="flex items-center justify-between gap-3">
              <span className="font-medium">{column.label}</span>
              <SegmentedControl<Choice>
                size="sm"
                label={t('data.conflict.choose', { field: column.label })}
                value={choiceOf(column.id)}
                onChange={(choice) => setChoices((before) => ({ ...before, [column.id]: choice }))}
                options={[
                  { value: 'mine', label: t('data.conflict.takeMine') },
                  { value: 'theirs', label: t('data.conflict.takeTheirs') },
                ]}
              />
            </div>
            <dl className="grid grid-cols-3 gap-3 text-sm">
              <Side label={t('data.conflict.before')} value={seen[column.id]} type={column.type} />
              <Side label={t('data.conflict.mine')} value={mine[column.id]} type={column.type} />
              <Side label={t('data.conflict.theirs')} value={current.values[column.id]} type={column.type} />
            </dl>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

function Side({ label, value, type }: { label: string; value: unknown; type: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted">{label}</dt>
      <dd className="wrap-anywhere">{formatCell(value, type) || '—'}</dd>
    </div>
  )
}
