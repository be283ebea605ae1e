import type { DataColumn, DataRecord } from '@flexoffice/contract/data'
import { Button, Dialog, SegmentedControl } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { formatValue } from './format-value.ts'
import { titleOf } from './record-title.ts'

type Values = DataRecord['values']

/** Somebody else changed the same fields: what was seen, what was to be written, and what is there now. */
export interface Conflict {
  seen: Values
  mine: Values
  current: DataRecord
}

type Choice = 'mine' | 'theirs'

/** Two people changed the same fields: shows both values by field and lets the later one choose. */
export function ConflictDialog({
  conflict: { seen, mine, current },
  columns,
  onSettle,
}: {
  conflict: Conflict
  columns: readonly DataColumn[]
  onSettle: (mine: Values) => void
}) {
  const { t } = useMessages()
  const changed = columns.filter(({ id }) => Object.hasOwn(mine, id))
  const differing = changed.filter(({ id }) => !isSame(seen[id], current.values[id]))
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
      description={t('data.conflict.detail', { name: titleOf(current, columns) })}
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
              {(
                [
                  ['before', seen[column.id]],
                  ['mine', mine[column.id]],
                  ['theirs', current.values[column.id]],
                ] as const
              ).map(([side, value]) => (
                <div key={side} className="min-w-0">
                  <dt className="text-muted">{t(`data.conflict.${side}`)}</dt>
                  <dd className="wrap-anywhere">{formatValue(value, column) || '—'}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left ?? null) === JSON.stringify(right ?? null)
}
