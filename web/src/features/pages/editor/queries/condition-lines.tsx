import { compileExpression } from '@flexoffice/expression'
import { Combobox, IconButton, Select, TextField } from '@flexoffice/ui'
import { SquareFunction } from 'lucide-react'
import { ExpressionField } from '../../../../core/expression-field/expression-field.tsx'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { useScope } from '../scope.tsx'
import { type BuilderProps, findChoice } from './builder-parts.ts'
import { LineList } from './line-list.tsx'
import { type Condition, type ConditionValue, keyOf, operators } from './query-form.ts'

/** Which rows: conditions with a typed value, or with one that widgets of the page give. */
export function ConditionLines({ form, choices, onChange }: BuilderProps) {
  const { t } = useMessages()
  const { conditions } = form
  if (conditions === null)
    return <p className="rounded-md bg-sunken px-3 py-2 text-muted">{t('pageEditor.queries.nested')}</p>
  const first = choices[0]
  return (
    <LineList
      title={t('pageEditor.queries.filter')}
      add={t('pageEditor.queries.addCondition')}
      items={conditions.list}
      onChange={(list) => onChange({ ...form, conditions: { ...conditions, list } })}
      newItem={first && (() => ({ field: first.reference, operator: 'eq' as const, value: '' }))}
      trailing={
        conditions.list.length > 1 ? (
          <Select
            hideLabel
            size="sm"
            className="w-44 font-normal"
            label={t('pageEditor.queries.match')}
            value={conditions.match}
            onChange={(match) => onChange({ ...form, conditions: { ...conditions, match } })}
            options={[
              { value: 'and', label: t('pageEditor.queries.all') },
              { value: 'or', label: t('pageEditor.queries.any') },
            ]}
          />
        ) : null
      }
      render={(item, change) => (
        <>
          <Combobox
            hideLabel
            className="w-44 min-w-0"
            label={t('pageEditor.queries.column')}
            options={choices.map(({ key, label }) => ({ value: key, label }))}
            value={keyOf(item.field)}
            onChange={(key) => {
              const next = findChoice(choices, key)
              if (next) change({ ...item, field: next.reference })
            }}
          />
          <Select
            hideLabel
            className="w-40"
            label={t('pageEditor.queries.operator')}
            options={operators.map((one) => ({ value: one, label: t(`pageEditor.operators.${one}`) }))}
            value={item.operator}
            onChange={(operator) => change({ ...item, operator })}
          />
          <ValueOf item={item} onChange={(value) => change({ ...item, value })} />
        </>
      )}
    />
  )
}

function ValueOf({ item, onChange }: { item: Condition; onChange: (value: ConditionValue) => void }) {
  const { t } = useMessages()
  const scope = useScope()
  const { operator, value = '' } = item
  if (operator === 'isNull' || operator === 'isNotNull') return <span className="flex-1" />
  const isExpression = typeof value !== 'string'
  const source = isExpression ? value.$expression : value
  const label = t('pageEditor.queries.value')
  const toggle = (
    <IconButton
      icon={SquareFunction}
      pressed={isExpression}
      label={t(isExpression ? 'pageEditor.properties.useValue' : 'pageEditor.properties.useExpression', {
        label,
      })}
      onClick={() => onChange(isExpression ? '' : { $expression: '' })}
    />
  )
  return (
    <>
      {isExpression ? (
        <ExpressionField
          hideLabel
          className="flex-1"
          label={label}
          value={source}
          scope={scope}
          problems={source === '' ? [] : compileExpression(source, scope).problems}
          onChange={(next) => onChange({ ...value, $expression: next })}
        />
      ) : (
        <TextField
          hideLabel
          className="flex-1"
          label={label}
          value={source}
          placeholder={operator === 'in' ? t('pageEditor.queries.several') : undefined}
          onChange={onChange}
        />
      )}
      {toggle}
    </>
  )
}
