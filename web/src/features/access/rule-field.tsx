import { checkRowRule } from '@flexoffice/contract/access'
import { parseRowRule, type RuleContext, type Scope } from '@flexoffice/expression'
import { CircleCheck } from 'lucide-react'
import { useMemo } from 'react'
import { ExpressionField } from '../../core/expression-field/expression-field.tsx'
import { useMessages } from '../../core/i18n/languages.ts'
import { useOperation } from '../../core/session/client.ts'
import { useSettled } from './use-settled.ts'

/** A row rule: checked while it is typed, and by the server once it stands still. */
export function RuleField({
  tableId,
  context,
  scope,
  example,
  label,
  value,
  onChange,
}: {
  tableId: string
  context: RuleContext
  scope: Scope
  example: string
  label: string
  value: string
  onChange: (value: string) => void
}) {
  const { t } = useMessages()
  const isEmpty = value.trim() === ''
  const here = useMemo(
    () => (value.trim() === '' ? [] : parseRowRule(value, context).problems),
    [value, context],
  )
  const settled = useSettled(value, 500)
  const server = useOperation(
    checkRowRule,
    { tableId, source: settled },
    { enabled: !isEmpty && here.length === 0 && settled === value },
  )
  const there = server.data && settled === value ? server.data.problems : []
  const problems = here.length > 0 ? here : there
  return (
    <ExpressionField
      label={label}
      hideLabel
      value={value}
      onChange={onChange}
      scope={scope}
      problems={problems}
      lines={2}
      placeholder={`row.${example} == user.${example}`}
      help={isEmpty ? t('access.rows.ruleHelp') : undefined}
      result={
        !isEmpty && server.isSuccess && problems.length === 0 ? (
          <span className="flex items-center gap-1 text-success-ink">
            <CircleCheck size={14} aria-hidden />
            {t('access.rows.sound')}
          </span>
        ) : undefined
      }
    />
  )
}
