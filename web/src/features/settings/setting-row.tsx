import { listSettings, type Setting, saveSetting } from '@flexoffice/contract/settings'
import { Button, NumberField, Switch, showToast, TextField } from '@flexoffice/ui'
import { useState } from 'react'
import { hasMessage, useMessages } from '../../core/i18n/languages.ts'
import { useAct } from '../../core/session/client.ts'
import { readFormProblems } from '../../core/session/problems.ts'

type Value = Setting['value']

/** One setting: its meaning, a control that fits its schema, and the way back to the default. */
export function SettingRow({ setting }: { setting: Setting }) {
  const { t } = useMessages()
  const [draft, setDraft] = useState<Value>(setting.value)
  const [problem, setProblem] = useState<string>()
  const act = useAct(saveSetting, { invalidates: [listSettings], quiet: true })
  const changed = JSON.stringify(draft) !== JSON.stringify(setting.value)

  async function save(value: Value): Promise<void> {
    try {
      const saved = await act.mutateAsync({ name: setting.name, value })
      setDraft(saved.value)
      setProblem(undefined)
      showToast({ tone: 'success', title: t('settings.saved') })
    } catch (error) {
      setProblem(readFormProblems(error)[0]?.message)
    }
  }

  return (
    <div className="flex flex-wrap items-end gap-3 py-3">
      <div className="min-w-60 flex-1">
        <SettingControl setting={setting} value={draft} problem={problem} onChange={setDraft} />
      </div>
      <div className="flex gap-2 pb-1">
        {setting.isDefault ? null : (
          <Button variant="ghost" onClick={() => void save(null)} disabled={act.isPending}>
            {t('settings.useDefault')}
          </Button>
        )}
        <Button variant="secondary" onClick={() => void save(draft)} disabled={!changed} busy={act.isPending}>
          {t('settings.save')}
        </Button>
      </div>
    </div>
  )
}

interface ControlProps {
  setting: Setting
  value: Value
  problem?: string
  onChange: (value: Value) => void
}

function SettingControl({ setting, value, problem, onChange }: ControlProps) {
  const { t } = useMessages()
  const name = `settings.names.${setting.name}`
  const shared = {
    label: hasMessage(name) ? t(name) : setting.description,
    help: t('settings.default', { value: printValue(setting.default) }),
    error: problem,
  }
  const { type, minimum, maximum } = setting.schema as { type?: string; minimum?: number; maximum?: number }
  if (type === 'boolean')
    return <Switch label={shared.label} help={shared.help} checked={value === true} onChange={onChange} />
  if (type === 'integer' || type === 'number') {
    return (
      <NumberField
        {...shared}
        value={value as number | null}
        onChange={onChange}
        min={minimum}
        max={maximum}
      />
    )
  }
  return (
    <TextField {...shared} value={printValue(value)} onChange={(text) => onChange(readText(type, text))} />
  )
}

function printValue(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function readText(type: string | undefined, text: string): Value {
  if (type === 'string') return text
  try {
    return JSON.parse(text) as Value
  } catch {
    return text
  }
}
