import { type Aggregate, aggregateFunctions } from '@flexoffice/query/structured-query'
import { Combobox, Select } from '@flexoffice/ui'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { type BuilderProps, findChoice } from './builder-parts.ts'
import { LineList } from './line-list.tsx'
import { type FieldChoice, freeAlias, isColumn, keyOf } from './query-form.ts'

const numberTypes: ReadonlySet<string> = new Set(['integer', 'decimal', 'float'])

/** The figures of a query over groups. */
export function AggregateLines({ form, choices, onChange }: BuilderProps) {
  const { t } = useMessages()
  const taken = [...form.group, ...form.aggregates].map(({ as }) => as)
  return (
    <LineList
      title={t('pageEditor.queries.figures')}
      add={t('pageEditor.queries.addFigure')}
      items={form.aggregates}
      onChange={(aggregates) => onChange({ ...form, aggregates })}
      newItem={() => ({ as: freeAlias('count', taken), function: 'count' as const })}
      render={(item, change) => {
        const others = taken.filter((as) => as !== item.as)
        const usable = fitting(item.function, choices)
        const write = (kind: Aggregate['function'], choice?: FieldChoice) =>
          change({
            as: freeAlias(choice ? `${kind}_${choice.name}` : kind, others),
            function: kind,
            ...(choice ? { field: choice.reference } : {}),
          })
        return (
          <>
            <Select
              hideLabel
              className="w-40"
              label={t('pageEditor.connect.figure')}
              options={aggregateFunctions.map((one) => ({
                value: one,
                label: t(`pageEditor.aggregates.${one}`),
              }))}
              value={item.function}
              onChange={(kind) => write(kind, kind === 'count' ? undefined : fitting(kind, choices)[0])}
            />
            {item.function === 'count' ? null : (
              <Combobox
                hideLabel
                className="min-w-0 flex-1"
                label={t('pageEditor.connect.of')}
                options={usable.map(({ key, label }) => ({ value: key, label }))}
                value={item.field && isColumn(item.field) ? keyOf(item.field) : null}
                onChange={(key) => write(item.function, findChoice(choices, key))}
              />
            )}
          </>
        )
      }}
    />
  )
}

function fitting(kind: Aggregate['function'], choices: readonly FieldChoice[]): FieldChoice[] {
  const needsNumber = kind === 'sum' || kind === 'avg'
  return choices.filter(({ type }) => !needsNumber || numberTypes.has(type))
}
