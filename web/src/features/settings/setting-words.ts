import type { Setting } from '@flexoffice/contract/settings'
import { formatNumber, hasMessage, translate } from '../../core/i18n/languages.ts'

/** What a number's JSON Schema says about it. */
export interface NumberSchema {
  type?: string
  minimum?: number
  maximum?: number
}

/** What a setting is called and does, with its range and default, in the person's language. */
export interface SettingWords {
  label: string
  help: string
  /** What a number counts: "MB", "rows". */
  unit?: string
}

/** The words of a setting under `settings.names.<name>`; one without words says what its declaration says. */
export function settingWords(setting: Setting): SettingWords {
  const word = (part: string) => {
    const key = `settings.names.${setting.name}.${part}`
    return hasMessage(key) ? translate(key) : undefined
  }
  const unit = word('unit')
  const help = [word('help'), describeDefault(setting, unit)].filter((sentence) => sentence !== undefined)
  return { label: word('label') ?? setting.description, help: help.join(' '), unit }
}

/** The heading over the settings of a feature. */
export function groupTitle(feature: string): string {
  const key = `settings.groups.${feature}`
  return hasMessage(key) ? translate(key) : feature
}

/** A value as text: numbers by the locale, the rest as it is stored. */
export function printValue(value: Setting['value']): string {
  if (typeof value === 'number') return formatNumber(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function describeDefault(setting: Setting, unit: string | undefined): string {
  const { minimum, maximum } = setting.schema as NumberSchema
  const printed = printValue(setting.default)
  const value = unit === undefined ? printed : translate('settings.measure', { value: printed, unit })
  if (minimum === undefined || maximum === undefined) return translate('settings.default', { value })
  return translate('settings.range', { from: minimum, to: maximum, value })
}
