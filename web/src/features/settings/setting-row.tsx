import { listSettings, type Setting, saveSetting } from '@flexoffice/contract/settings'
import { Button, NumberField, Switch, showToast, TextField } from '@flexoffice/ui'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { useAct } from '../../core/session/client.ts'
import { readFormProblems } from '../../core/session/problems.ts'
import { type NumberSchema, printValue, settingWords } from './setting-words.ts'

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
      {/* Beside the control, over the height of its help. */}
      <div className="flex gap-2 pb-5">
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
  const { label, help, unit } = settingWords(setting)
  const { type, minimum, maximum } = setting.schema as NumberSchema
  const shared = { label, help, error: problem }
  if (type === 'boolean')
    return <Switch label={label} help={help} checked={value === true} onChange={onChange} />
  if (type === 'integer' || type === 'number') {
    return (
      <NumberField
        {...shared}
        value={value as number | null}
        onChange={onChange}
        min={minimum}
        max={maximum}
        unit={unit}
      />
    )
  }
  return (
    <TextField {...shared} value={printValue(value)} onChange={(text) => onChange(readText(type, text))} />
  )
}

function readText(type: string | undefined, text: string): Value {
  if (type === 'string') return text
  try {
    return JSON.parse(text) as Value
  } catch {
    return text
  }
}
