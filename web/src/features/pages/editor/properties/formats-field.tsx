import type { JsonValue } from '@flexoffice/contract/page-document'
import { boundRow, buildFormatScope, type FormatRule, readFormatRules } from '@flexoffice/page-model'
import { type FormatsProperty, formatTones } from '@flexoffice/sdk/widget'
import { Button, IconButton, Select } from '@flexoffice/ui'
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { useMemo } from 'react'
import { ExpressionField } from '../../../../core/expression-field/expression-field.tsx'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useCatalogue } from '../catalogue.tsx'
import { usePagePart } from '../editor.ts'
import { explainPageProblem, fieldProblems, useProblems, useScope } from '../scope.tsx'
import { type BoundFieldProps, constantOf } from './bound-field.ts'
import { useColumnChoices } from './column-choices.ts'

/** Rules "when this is true, then that tone"; the first that is true decides, so their order can be changed. */
export function FormatsField(props: BoundFieldProps<FormatsProperty>) {
  const { widgetId, property, value, onChange, disabled } = props
  const { t } = useMessages()
  const rules = readFormatRules(constantOf(value)).map((rule) => rule ?? newRule)
  const write = (next: readonly FormatRule[]) =>
    onChange(next.length === 0 ? null : { kind: 'value', value: next.map(toJson) })
  const move = (index: number, by: number) => {
    const next = [...rules]
    next.splice(index + by, 0, ...next.splice(index, 1))
    write(next)
  }
  return (
    <fieldset className="flex min-w-0 flex-col gap-3" disabled={disabled}>
      <legend className="mb-1 font-medium">{props.label}</legend>
      {rules.map((rule, index) => (
        <RuleFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place; its text changes while it is typed
          key={index}
          {...{ widgetId, property, rule, index, disabled }}
          isLast={index === rules.length - 1}
          onChange={(patch) =>
            write(rules.map((other, at) => (at === index ? { ...other, ...patch } : other)))
          }
          onMove={(by) => move(index, by)}
          onRemove={() => write(rules.filter((_, at) => at !== index))}
        />
      ))}
      <div>
        <Button size="sm" variant="ghost" icon={Plus} onClick={() => write([...rules, newRule])}>
          {t('pageEditor.formats.add')}
        </Button>
      </div>
      {props.error ? <p className="text-sm text-danger-ink">{props.error}</p> : null}
      {props.help ? <p className="text-sm text-muted">{props.help}</p> : null}
    </fieldset>
  )
}

const newRule: FormatRule = { when: '', tone: 'warning' }
/** Stands for the whole row in a list of columns, where no column can be meant. */
const wholeRow = '\u0000'

function toJson({ when, tone, column }: FormatRule): JsonValue {
  return { when: { $expression: when }, tone, ...(column === undefined ? {} : { column }) }
}

interface RuleFieldsProps {
  widgetId: string
  property: FormatsProperty
  rule: FormatRule
  index: number
  isLast: boolean
  disabled?: boolean
  onChange: (patch: Partial<FormatRule>) => void
  onMove: (by: number) => void
  onRemove: () => void
}

function RuleFields(props: RuleFieldsProps) {
  const { widgetId, property, rule, index, isLast, disabled, onChange, onMove, onRemove } = props
  const { t } = useMessages()
  const place = `${property.name}[${index}]`
  const number = index + 1
  const problems = useProblems().filter((problem) => problem.widgetId === widgetId)
  const ofWhen = problems.filter((problem) => problem.property === `${place}.when`)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset within the list's fieldset would be drawn and named twice
    <div
      role="group"
      aria-label={t('pageEditor.formats.rule', { number })}
      className="flex flex-col gap-2 border-l-2 border-line pl-3"
    >
      <div data-property={`${place}.when`}>
        <ExpressionField
          label={t('pageEditor.formats.when')}
          labelAction={
            <span className="-my-1 flex">
              <IconButton
                size="sm"
                icon={ArrowUp}
                label={t('pageEditor.formats.moveUp', { number })}
                disabled={index === 0}
                onClick={() => onMove(-1)}
              />
              <IconButton
                size="sm"
                icon={ArrowDown}
                label={t('pageEditor.formats.moveDown', { number })}
                disabled={isLast}
                onClick={() => onMove(1)}
              />
              <IconButton
                size="sm"
                icon={X}
                label={t('pageEditor.formats.remove', { number })}
                onClick={onRemove}
              />
            </span>
          }
          value={rule.when}
          scope={useFormatScope(widgetId, property)}
          problems={fieldProblems(ofWhen, rule.when.length)}
          readOnly={disabled}
          placeholder={t(`pageEditor.formats.example.${property.over}`)}
          onChange={(when) => onChange({ when })}
        />
      </div>
      <Select
        label={t('pageEditor.formats.tone')}
        disabled={disabled}
        value={rule.tone}
        onChange={(tone) => onChange({ tone })}
        options={formatTones.map((value) => ({ value, label: t(`pageEditor.formats.tones.${value}`) }))}
      />
      {property.over === 'rows' ? (
        <PlaceField
          {...{ widgetId, property, rule, disabled, onChange }}
          error={problems
            .filter((problem) => problem.property === `${place}.column`)
            .map(explainPageProblem)
            .at(0)}
        />
      ) : null}
    </div>
  )
}

/** What the tone marks: the whole row, or one column of it. */
function PlaceField({
  widgetId,
  property,
  rule,
  disabled,
  error,
  onChange,
}: Pick<RuleFieldsProps, 'widgetId' | 'property' | 'rule' | 'disabled' | 'onChange'> & { error?: string }) {
  const { t } = useMessages()
  const choices = useColumnChoices(widgetId, property.columnsOf)
  return (
    <Select
      label={t('pageEditor.formats.place')}
      disabled={disabled}
      error={error}
      value={rule.column ?? wholeRow}
      onChange={(column) => onChange({ column: column === wholeRow ? undefined : column })}
      options={[
        { value: wholeRow, label: t('pageEditor.formats.wholeRow') },
        ...choices.map(({ name, label }) => ({ value: name, label })),
      ]}
    />
  )
}

/** What a rule may speak of, with the columns of the query that the widget is bound to. */
function useFormatScope(widgetId: string, { columnsOf, over }: FormatsProperty) {
  const scope = useScope()
  const { checked } = useCatalogue()
  const bound = usePagePart((page) => page.widgets[widgetId]?.properties[columnsOf])
  const queries = usePagePart((page) => page.queries)
  return useMemo(
    () => buildFormatScope(scope, over, boundRow(queries, bound, checked)),
    [scope, over, queries, bound, checked],
  )
}
