import type { DataColumn } from '@flexoffice/contract/data'
import { type AggregateFunction, type DateBucket, dateBuckets } from '@flexoffice/query/structured-query'
import { Checkbox, MultiCombobox, RadioGroup, Select, TextField } from '@flexoffice/ui'
import { useEffect, useState } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { usePage } from '../editor.ts'
import { isOnlyChoices, queriesOver } from './apply-recipe.ts'
import { columnOptions, type QuestionsProps } from './question-parts.ts'
import {
  chartRecipe,
  filterRecipe,
  firstCategory,
  firstColumns,
  formRecipe,
  isCategory,
  isDate,
  isMeasure,
  kpiRecipe,
  type Measure,
  tableRecipe,
} from './recipes.ts'

/** Which columns a table shows. */
export function TableQuestions({ shown, onAnswer }: QuestionsProps) {
  const { t } = useMessages()
  const [chosen, setChosen] = useState(() => firstColumns(shown).map(({ id }) => id))
  useEffect(() => {
    const columns = chosen.flatMap((id) => shown.columns.find((column) => column.id === id) ?? [])
    onAnswer(columns.length > 0 ? { recipe: tableRecipe(shown, columns) } : null)
  }, [chosen, shown, onAnswer])
  return (
    <MultiCombobox
      label={t('pageEditor.connect.columns')}
      options={columnOptions(shown.columns)}
      values={chosen}
      onChange={setChosen}
      error={chosen.length === 0 ? t('pageEditor.connect.columnsNeeded') : undefined}
    />
  )
}

/** By which column, and which figure. */
export function ChartQuestions({ shown, onAnswer }: QuestionsProps) {
  const { t } = useMessages()
  const categories = shown.columns.filter(isCategory)
  const [categoryId, setCategoryId] = useState(firstCategory(shown)?.id ?? null)
  const [bucket, setBucket] = useState<DateBucket>('month')
  const [measure, setMeasure] = useState<Measure>(() => likelyMeasure(shown.columns))
  const category = shown.columns.find(({ id }) => id === categoryId)
  const measureWords = useMeasureWords(shown.table.label)
  const title = category
    ? t('pageEditor.connect.chartTitle', { figure: measureWords(measure), category: category.label })
    : ''
  useEffect(() => {
    onAnswer(category ? { recipe: chartRecipe(shown, category, measure, bucket, title) } : null)
  }, [category, measure, bucket, title, shown, onAnswer])
  return (
    <>
      <MeasureFields columns={shown.columns} value={measure} onChange={setMeasure} />
      <div className="grid grid-cols-2 gap-3">
        <Select
          label={t('pageEditor.connect.category')}
          options={columnOptions(categories)}
          value={categoryId}
          onChange={setCategoryId}
        />
        {category && isDate(category) ? (
          <Select
            label={t('pageEditor.connect.bucket')}
            options={dateBuckets
              .filter((one) => one !== 'hour' || category.type !== 'date')
              .map((one) => ({ value: one, label: t(`pageEditor.buckets.${one}`) }))}
            value={bucket}
            onChange={setBucket}
          />
        ) : null}
      </div>
    </>
  )
}

/** Which figure, and what it is called. */
export function KpiQuestions({ shown, onAnswer }: QuestionsProps) {
  const { t } = useMessages()
  const [measure, setMeasure] = useState<Measure>({ function: 'count' })
  const [typed, setTyped] = useState<string | null>(null)
  const words = useMeasureWords(shown.table.label)
  const title = typed ?? words(measure)
  useEffect(() => onAnswer({ recipe: kpiRecipe(shown, measure, title) }), [measure, title, shown, onAnswer])
  return (
    <>
      <MeasureFields columns={shown.columns} value={measure} onChange={setMeasure} />
      <TextField label={t('pageEditor.connect.name')} value={title} onChange={setTyped} />
    </>
  )
}

/** Over which column, and which queries it narrows. */
export function FilterQuestions({ shown, onAnswer }: QuestionsProps) {
  const { t } = useMessages()
  const page = usePage()
  const usable = shown.columns.filter(isCategory)
  const [columnId, setColumnId] = useState(likelyFilter(usable)?.id ?? null)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const column = usable.find(({ id }) => id === columnId)
  const queries = queriesOver(page, shown.table.id).filter(({ id }) => !isOnlyChoices(page, id))
  const chosen = queries.map(({ id }) => id).filter((id) => !left.has(id))
  const key = chosen.join()
  useEffect(() => {
    const queryIds = key === '' ? [] : key.split(',')
    onAnswer(column ? { recipe: filterRecipe(shown, column), connection: { column, queryIds } } : null)
  }, [column, key, shown, onAnswer])
  const toggle = (id: string, on: boolean) => {
    const next = new Set(left)
    if (on) next.delete(id)
    else next.add(id)
    setLeft(next)
  }
  return (
    <>
      <Select
        label={t('pageEditor.connect.filterColumn')}
        options={columnOptions(usable)}
        value={columnId}
        onChange={setColumnId}
      />
      {queries.length > 0 ? (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium">{t('pageEditor.connect.narrows')}</legend>
          {queries.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={describeUse(page, id, name)}
              checked={!left.has(id)}
              onChange={(on) => toggle(id, on)}
            />
          ))}
        </fieldset>
      ) : (
        <p className="text-muted">{t('pageEditor.connect.nothingToNarrow')}</p>
      )}
    </>
  )
}

/** New records or changes to one, and where that one comes from. */
export function FormQuestions({ shown, onAnswer }: QuestionsProps) {
  const { t } = useMessages()
  const page = usePage()
  const tables = tablesShowing(page, shown.table.id)
  const [mode, setMode] = useState<'create' | 'edit'>('create')
  const [source, setSource] = useState(tables[0] ?? null)
  useEffect(() => {
    const record = source === null ? undefined : `${source}.selectedRow`
    onAnswer({ recipe: formRecipe(shown, mode, record) })
  }, [mode, source, shown, onAnswer])
  return (
    <>
      <RadioGroup
        label={t('pageEditor.connect.formMode')}
        cards
        value={mode}
        onChange={setMode}
        options={[
          {
            value: 'create',
            label: t('pageEditor.connect.create'),
            description: t('pageEditor.connect.createHelp'),
          },
          {
            value: 'edit',
            label: t('pageEditor.connect.edit'),
            description: t('pageEditor.connect.editHelp'),
          },
        ]}
      />
      {mode === 'edit' && tables.length > 0 ? (
        <Select
          label={t('pageEditor.connect.recordFrom')}
          options={tables.map((name) => ({
            value: name,
            label: t('pageEditor.connect.selectedIn', { name }),
          }))}
          value={source}
          onChange={setSource}
        />
      ) : null}
    </>
  )
}

const functions: readonly AggregateFunction[] = ['count', 'sum', 'avg', 'min', 'max', 'countDistinct']

interface MeasureFieldsProps {
  columns: readonly DataColumn[]
  value: Measure
  onChange: (measure: Measure) => void
}

/** What is calculated, and of which column. */
export function MeasureFields({ columns, value, onChange }: MeasureFieldsProps) {
  const { t } = useMessages()
  const usable = columnsFor(value.function, columns)
  const hasMeasures = columns.some(isMeasure)
  const change = (next: AggregateFunction) => {
    const fitting = columnsFor(next, columns)
    const kept = fitting.find(({ id }) => id === value.column?.id) ?? fitting[0]
    onChange(next === 'count' ? { function: next } : { function: next, column: kept })
  }
  return (
    <div className="grid grid-cols-2 gap-3">
      <Select
        label={t('pageEditor.connect.figure')}
        options={functions
          .filter((one) => hasMeasures || one === 'count' || one === 'countDistinct')
          .map((one) => ({ value: one, label: t(`pageEditor.aggregates.${one}`) }))}
        value={value.function}
        onChange={change}
      />
      {value.function === 'count' ? null : (
        <Select
          label={t('pageEditor.connect.of')}
          options={columnOptions(usable)}
          value={value.column?.id ?? null}
          onChange={(id) => onChange({ ...value, column: usable.find((column) => column.id === id) })}
        />
      )}
    </div>
  )
}

function columnsFor(kind: AggregateFunction, columns: readonly DataColumn[]): DataColumn[] {
  if (kind === 'countDistinct') return columns.filter(({ type }) => type !== 'json')
  if (kind === 'min' || kind === 'max') return columns.filter((column) => isMeasure(column) || isDate(column))
  return columns.filter(isMeasure)
}

function likelyMeasure(columns: readonly DataColumn[]): Measure {
  const column = columns.find(
    ({ name, type }) => type === 'decimal' && /total|amount|value|price|valor/i.test(name),
  )
  return column ? { function: 'sum', column } : { function: 'count' }
}

function likelyFilter(columns: readonly DataColumn[]): DataColumn | undefined {
  return (
    columns.find(({ enumLabels }) => enumLabels !== null) ??
    columns.find(({ name }) => /status|state|country|type|category/i.test(name)) ??
    columns.find(({ type }) => type === 'text') ??
    columns[0]
  )
}

function useMeasureWords(table: string) {
  const { t } = useMessages()
  return ({ function: kind, column }: Measure) =>
    column
      ? t(`pageEditor.figures.${kind}`, { column: column.label })
      : t('pageEditor.figures.rows', { table })
}

function tablesShowing(page: ReturnType<typeof usePage>, tableId: string): string[] {
  const queries = new Set(queriesOver(page, tableId).map(({ id }) => id))
  return Object.values(page.widgets)
    .filter(({ type, properties }) => {
      const query = properties.query
      return type === 'table' && query?.kind === 'value' && queries.has(String(query.value))
    })
    .map(({ name }) => name)
}

/** A query by the widgets that show it, since people know those and not the query. */
function describeUse(page: ReturnType<typeof usePage>, queryId: string, name: string): string {
  const users = Object.values(page.widgets).filter(
    ({ properties }) => properties.query?.kind === 'value' && properties.query.value === queryId,
  )
  return users.length > 0 ? users.map((widget) => widget.name).join(', ') : name
}
