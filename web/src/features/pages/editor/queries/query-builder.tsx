import { dateBuckets } from '@flexoffice/query/structured-query'
import { Combobox, MultiCombobox, NumberField, SegmentedControl, Select } from '@flexoffice/ui'
import { useMemo } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useCatalogue, useShownTable, useShownTables } from '../catalogue.tsx'
import { AggregateLines } from './aggregate-lines.tsx'
import { type BuilderProps, findChoice } from './builder-parts.ts'
import { ConditionLines } from './condition-lines.tsx'
import { LineList } from './line-list.tsx'
import { fieldChoices, freeAlias, isColumn, keyOf, type QueryForm, switchMode } from './query-form.ts'

const mostRows = 10_000

/** Builds a structured query without writing one: table, columns or figures, conditions, order, how many. */
export function QueryBuilder({ form, onChange }: Pick<BuilderProps, 'form' | 'onChange'>) {
  const { t } = useMessages()
  const { tables } = useCatalogue()
  const shown = useShownTable(tables.some(({ id }) => id === form.table) ? form.table : null)
  const related = useMemo(() => relatedTables(shown), [shown])
  const others = useShownTables(related)
  const choices = useMemo(() => (shown ? fieldChoices(shown, others.shown) : []), [shown, others.shown])
  const parts = { form, choices, onChange }
  const changeTable = (table: string | null) =>
    table &&
    onChange({
      ...form,
      table,
      select: [],
      conditions: { match: 'and', list: [] },
      group: [],
      aggregates: form.mode === 'summary' ? [{ as: 'count', function: 'count' }] : [],
      sort: [],
    })
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <Combobox
          className="min-w-48 flex-1"
          label={t('pageEditor.queries.table')}
          value={form.table}
          onChange={changeTable}
          options={tables.map(({ id, label, sourceName }) => ({ value: id, label, description: sourceName }))}
        />
        <SegmentedControl
          label={t('pageEditor.queries.mode')}
          value={form.mode}
          onChange={(mode) => onChange(switchMode(form, mode, shown))}
          options={[
            { value: 'rows', label: t('pageEditor.queries.rows') },
            { value: 'summary', label: t('pageEditor.queries.summary') },
          ]}
        />
      </div>
      {form.mode === 'rows' ? (
        <ColumnChoice {...parts} />
      ) : (
        <>
          <GroupLines {...parts} />
          <AggregateLines {...parts} />
        </>
      )}
      <ConditionLines {...parts} />
      <SortLines {...parts} />
      <NumberField
        className="w-40"
        label={t('pageEditor.queries.limit')}
        value={form.limit}
        min={1}
        max={mostRows}
        onChange={(limit) => limit !== null && onChange({ ...form, limit })}
      />
    </>
  )
}

function ColumnChoice({ form, choices, onChange }: BuilderProps) {
  const { t } = useMessages()
  const chosen = form.select.flatMap(({ field }) => (isColumn(field) ? [keyOf(field)] : []))
  const change = (keys: string[]) => {
    const kept = form.select.filter(({ field }) => !isColumn(field) || keys.includes(keyOf(field)))
    const taken = kept.map(({ as }) => as ?? '')
    const added = choices
      .filter(({ key }) => keys.includes(key) && !chosen.includes(key))
      .map(({ name, reference }) => ({ field: reference, as: freeAlias(name, taken) }))
    onChange({ ...form, select: [...kept, ...added] })
  }
  return (
    <MultiCombobox
      label={t('pageEditor.queries.columns')}
      options={choices.map(({ key, label }) => ({ value: key, label }))}
      values={chosen}
      onChange={change}
      error={form.select.length === 0 ? t('pageEditor.connect.columnsNeeded') : undefined}
    />
  )
}

function GroupLines({ form, choices, onChange }: BuilderProps) {
  const { t } = useMessages()
  const taken = [...form.group, ...form.aggregates].map(({ as }) => as)
  const first = choices[0]
  return (
    <LineList
      title={t('pageEditor.queries.group')}
      add={t('pageEditor.queries.addGroup')}
      items={form.group}
      onChange={(group) => onChange({ ...form, group })}
      newItem={first && (() => ({ as: freeAlias(first.name, taken), field: first.reference }))}
      render={(item, change) => {
        const choice = isColumn(item.field) ? findChoice(choices, keyOf(item.field)) : undefined
        const isDay = choice !== undefined && ['date', 'datetime', 'timestamp'].includes(choice.type)
        return (
          <>
            <Combobox
              hideLabel
              className="min-w-0 flex-1"
              label={t('pageEditor.queries.group')}
              options={choices.map(({ key, label }) => ({ value: key, label }))}
              value={choice?.key ?? null}
              onChange={(key) => {
                const next = findChoice(choices, key)
                if (next)
                  change({
                    as: freeAlias(
                      next.name,
                      taken.filter((as) => as !== item.as),
                    ),
                    field: next.reference,
                  })
              }}
            />
            {isDay ? (
              <Select
                hideLabel
                className="w-32"
                label={t('pageEditor.connect.bucket')}
                options={dateBuckets.map((one) => ({ value: one, label: t(`pageEditor.buckets.${one}`) }))}
                value={item.bucket ?? null}
                onChange={(bucket) => change({ ...item, bucket })}
              />
            ) : null}
          </>
        )
      }}
    />
  )
}

function SortLines({ form, choices, onChange }: BuilderProps) {
  const { t } = useMessages()
  const options =
    form.mode === 'rows'
      ? choices.map(({ key, label, reference }) => ({ value: key, label, field: reference }))
      : [
          ...form.group.map(({ as }) => ({ value: `group ${as}`, label: as, field: { group: as } })),
          ...form.aggregates.map(({ as }) => ({
            value: `aggregate ${as}`,
            label: as,
            field: { aggregate: as },
          })),
        ]
  const first = options[0]
  return (
    <LineList
      title={t('pageEditor.queries.sort')}
      add={t('pageEditor.queries.addSort')}
      items={form.sort}
      onChange={(sort) => onChange({ ...form, sort })}
      newItem={first && (() => ({ field: first.field, direction: 'ascending' as const }))}
      render={(item, change) => (
        <>
          <Combobox
            hideLabel
            className="min-w-0 flex-1"
            label={t('pageEditor.queries.sort')}
            options={options}
            value={sortKey(item.field)}
            onChange={(key) => {
              const next = options.find(({ value }) => value === key)
              if (next) change({ ...item, field: next.field })
            }}
          />
          <Select
            hideLabel
            className="w-36"
            label={t('pageEditor.queries.direction')}
            value={item.direction}
            onChange={(direction) => change({ ...item, direction })}
            options={[
              { value: 'ascending', label: t('pageEditor.queries.ascending') },
              { value: 'descending', label: t('pageEditor.queries.descending') },
            ]}
          />
        </>
      )}
    />
  )
}

function sortKey(field: QueryForm['sort'][number]['field']): string {
  if (isColumn(field)) return keyOf(field)
  return 'group' in field
    ? `group ${field.group}`
    : 'aggregate' in field
      ? `aggregate ${field.aggregate}`
      : ''
}

function relatedTables(shown: ReturnType<typeof useShownTable>): string[] {
  return [...new Set((shown?.relations ?? []).map(({ toTable }) => toTable))]
}
