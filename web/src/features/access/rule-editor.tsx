import type { RoleGrantInput } from '@flexoffice/contract/access'
import { parseRowRule } from '@flexoffice/expression'
import { Card, IconButton, RadioGroup } from '@flexoffice/ui'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import type { TableAccess } from './grant-draft.ts'
import { PreviewAs } from './preview-as.tsx'
import { useRoleLabel } from './role-label.ts'
import { RuleField } from './rule-field.tsx'
import { useRuleContext } from './use-rule-context.ts'

const writeRules = [
  ['create', 'createRows'],
  ['update', 'updateRows'],
  ['delete', 'deleteRows'],
] as const

/** Which rows a role sees and may change, with what a person of that role would see beside it. */
export function RuleEditor({
  access,
  grant,
  onChange,
  onClose,
}: {
  access: TableAccess
  grant: RoleGrantInput
  onChange: (grant: RoleGrantInput) => void
  onClose: () => void
}) {
  const { t } = useMessages()
  const roleLabel = useRoleLabel()
  const { context, scope } = useRuleContext(access)
  const sources = [grant.rows, grant.createRows, grant.updateRows, grant.deleteRows]
  const isSound = sources.every((source) => !source?.trim() || parseRowRule(source, context).rule !== null)
  const example = access.columns.find((column) => column.type === 'text')?.name ?? 'region'
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'start' })
  }, [])
  return (
    <div ref={place} className="scroll-mt-4">
      <Card
        title={t('access.rows.of', { role: roleLabel(grant.role) })}
        description={t('access.rows.description')}
        actions={<IconButton size="sm" icon={X} label={t('access.rows.close')} onClick={onClose} />}
      >
        <div className="grid grid-cols-2 gap-6 py-1 max-lg:grid-cols-1">
          <div className="flex min-w-0 flex-col gap-4">
            <RowsField
              label={t('access.rows.mayRead')}
              value={grant.rows}
              fallbackLabel={t('access.rows.all')}
              onChange={(rows) => onChange({ ...grant, rows: rows ?? null })}
              field={{ tableId: access.table.id, context, scope, example }}
            />
            {writeRules
              .filter(([operation]) => grant.operations[operation])
              .map(([operation, name]) => (
                <RowsField
                  key={operation}
                  label={t(`access.rows.may_${operation}`)}
                  value={grant[name]}
                  fallbackLabel={t('access.rows.asRead')}
                  onChange={(rows) => {
                    const { [name]: _, ...rest } = grant
                    onChange(rows === undefined ? rest : { ...rest, [name]: rows })
                  }}
                  field={{ tableId: access.table.id, context, scope, example }}
                />
              ))}
          </div>
          <PreviewAs tableId={access.table.id} draft={isSound ? grant : null} role={grant.role} />
        </div>
      </Card>
    </div>
  )
}

interface RowsFieldProps {
  label: string
  /** undefined: the fallback; null or empty: all rows; else a rule. */
  value: string | null | undefined
  fallbackLabel: string
  onChange: (value: string | undefined) => void
  field: Pick<Parameters<typeof RuleField>[0], 'tableId' | 'context' | 'scope' | 'example'>
}

function RowsField({ label, value, fallbackLabel, onChange, field }: RowsFieldProps) {
  const { t } = useMessages()
  const hasRule = value !== null && value !== undefined
  return (
    <div className="flex flex-col gap-2">
      <RadioGroup<'fallback' | 'rule'>
        label={label}
        value={hasRule ? 'rule' : 'fallback'}
        onChange={(choice) => onChange(choice === 'rule' ? '' : undefined)}
        options={[
          { value: 'fallback', label: fallbackLabel },
          { value: 'rule', label: t('access.rows.byRule') },
        ]}
      />
      {hasRule ? (
        <div className="pl-6">
          <RuleField
            {...field}
            label={`${label}: ${t('access.rows.rule')}`}
            value={value}
            onChange={onChange}
          />
        </div>
      ) : null}
    </div>
  )
}
