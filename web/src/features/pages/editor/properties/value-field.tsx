import type { JsonValue, PropertyValue } from '@flexoffice/contract/page-document'
import type { Scope } from '@flexoffice/expression'
import type { PageProblem } from '@flexoffice/page-model'
import { IconButton, NumberField, type Option, Select, Switch, TextField } from '@flexoffice/ui'
import { SquareFunction } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { ExpressionField } from '../../../../core/expression-field/expression-field.tsx'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { explainPageProblem, fieldProblems } from '../scope.tsx'
import { CurrentValue } from './current-value.tsx'

/** Which control the constant of a field has. */
export type ConstantControl =
  | { kind: 'text' }
  | { kind: 'number'; minimum?: number; maximum?: number }
  | { kind: 'boolean' }
  /** With `none`, the words of a first choice that takes the value away. */
  | { kind: 'choice'; choices: readonly Option[]; none?: string }
  /** Only an expression makes sense. */
  | { kind: 'none' }

/** Properties of ValueField. */
export interface ValueFieldProps {
  label: string
  help?: ReactNode
  control: ConstantControl
  value: PropertyValue | undefined
  /** What holds while nothing is set. */
  fallback?: JsonValue
  /** A text that may hold `{{ expressions }}`. */
  template?: boolean
  lines?: number
  scope: Scope
  problems?: readonly PageProblem[]
  /** The calculated value, if the field has one at present. */
  current?: { value?: unknown; error?: string }
  readOnly?: boolean
  onChange: (value: PropertyValue | null) => void
}

/** A field that takes a constant or an expression; the small button at its label changes between them. */
export function ValueField(props: ValueFieldProps) {
  const { control, value, template } = props
  if (template && value?.kind !== 'expression') return <TemplateField {...props} />
  if (control.kind === 'none' || value?.kind === 'expression') return <SourceField {...props} />
  return <ConstantField {...props} />
}

function TemplateField(props: ValueFieldProps) {
  const { t } = useMessages()
  const source = props.value === undefined ? '' : sourceOf(props.value)
  return (
    <ExpressionField
      template
      label={props.label}
      help={props.help}
      value={source}
      onChange={(next) => props.onChange(next === '' ? null : { kind: 'template', source: next })}
      scope={props.scope}
      lines={props.lines}
      readOnly={props.readOnly}
      placeholder={typeof props.fallback === 'string' ? props.fallback : undefined}
      problems={fieldProblems(props.problems ?? [], source.length)}
      result={props.current && source.includes('{{') ? <CurrentValue {...props.current} /> : null}
      labelAction={
        source.includes('{{') ? null : (
          <span className="text-sm text-faint">{t('pageEditor.properties.templateHint')}</span>
        )
      }
    />
  )
}

function SourceField(props: ValueFieldProps) {
  const source = props.value === undefined ? '' : sourceOf(props.value)
  const empties = props.control.kind === 'none'
  return (
    <ExpressionField
      label={props.label}
      help={props.help}
      value={source}
      onChange={(next) =>
        props.onChange(next === '' && empties ? null : { kind: 'expression', source: next })
      }
      scope={props.scope}
      readOnly={props.readOnly}
      problems={fieldProblems(props.problems ?? [], source.length)}
      result={props.current && source !== '' ? <CurrentValue {...props.current} /> : null}
      labelAction={
        empties ? null : (
          <ModeButton
            pressed
            label={props.label}
            readOnly={props.readOnly}
            onPress={() => props.onChange(null)}
          />
        )
      }
    />
  )
}

/** Stands for nothing in a list, where no author can mean it. */
const noChoice = '\u0000'

function ConstantField(props: ValueFieldProps) {
  const { control, readOnly, onChange } = props
  const held = props.value?.kind === 'value' ? props.value.value : (props.fallback ?? null)
  const set = (value: JsonValue) => onChange({ kind: 'value', value })
  const problem = props.problems?.[0]
  const field = {
    label: props.label,
    help: props.help,
    error: problem && explainPageProblem(problem),
    disabled: readOnly,
    labelAction: useModeButton(props.label, readOnly, () =>
      onChange({ kind: 'expression', source: printConstant(held) }),
    ),
  }
  switch (control.kind) {
    case 'boolean':
      return (
        <div className="flex items-start justify-between gap-2">
          <Switch
            label={field.label}
            help={field.help}
            error={field.error}
            disabled={readOnly}
            checked={held === true}
            onChange={set}
          />
          {field.labelAction}
        </div>
      )
    case 'number':
      return (
        <NumberField
          {...field}
          value={typeof held === 'number' ? held : null}
          min={control.minimum}
          max={control.maximum}
          onChange={(next) => (next === null ? onChange(null) : set(next))}
        />
      )
    case 'choice':
      return (
        <Select
          {...field}
          options={
            control.none ? [{ value: noChoice, label: control.none }, ...control.choices] : control.choices
          }
          value={typeof held === 'string' ? held : null}
          placeholder={control.none}
          onChange={(next) => (next === noChoice ? onChange(null) : set(next))}
        />
      )
    default:
      return (
        <TextField
          {...field}
          value={held === null ? '' : String(held)}
          onChange={(next) => (next === '' ? onChange(null) : set(next))}
        />
      )
  }
}

function ModeButton({ label, pressed, readOnly, onPress }: ModeButtonProps) {
  const { t } = useMessages()
  return (
    <IconButton
      icon={SquareFunction}
      size="sm"
      label={t(pressed ? 'pageEditor.properties.useValue' : 'pageEditor.properties.useExpression', { label })}
      pressed={pressed ?? false}
      disabled={readOnly}
      className="-my-1 h-6! w-6!"
      onClick={onPress}
    />
  )
}

/** The button that makes an expression of the constant; it stays as it is while the constant changes. */
function useModeButton(label: string, readOnly: boolean | undefined, onPress: () => void): ReactNode {
  const latest = useRef(onPress)
  useEffect(() => {
    latest.current = onPress
  })
  return useMemo(
    () => <ModeButton label={label} readOnly={readOnly} onPress={() => latest.current()} />,
    [label, readOnly],
  )
}

interface ModeButtonProps {
  label: string
  pressed?: boolean
  readOnly?: boolean
  onPress: () => void
}

function sourceOf(value: PropertyValue): string {
  if (value.kind !== 'value') return value.source
  return typeof value.value === 'string'
    ? value.value
    : value.value === null
      ? ''
      : JSON.stringify(value.value)
}

/** A constant as the expression that means the same, to start from. */
function printConstant(value: JsonValue): string {
  return value === null || typeof value === 'object' ? '' : JSON.stringify(value)
}
