import type { WidgetRendererProps } from '@flexoffice/sdk/widget'
import { Combobox, MultiCombobox } from '@flexoffice/ui'
import { useEffect, useMemo, useRef } from 'react'
import { useMessages } from '../../../../core/i18n/languages.ts'
import { isWithheld } from '../query-problem.tsx'
import { labelOf } from './filter-label.ts'
import { readOptions } from './filter-options.ts'

/** One or several of a list: `values` says which, and `value` the first of them. */
export function SelectFilter(props: WidgetRendererProps) {
  const { properties, queries, exposed, expose, emit } = props
  const { t, language } = useMessages()
  const isMultiple = properties.multiple === true
  const value = exposed.value === null || exposed.value === '' ? null : String(exposed.value)
  const values = listOf(exposed.values)
  const result = queries.query
  // biome-ignore lint/correctness/useExhaustiveDependencies: labels of dates and figures are written by the language
  const { options, isCut } = useMemo(() => readOptions(properties, result), [properties, result, language])

  const change = (next: string[]) => {
    expose('values', next)
    void emit('change')
  }
  const withheld = isWithheld(result?.error?.code)
  // What an address chose can be nothing that its reader could not. Later on, a choice outlives its place in the list.
  const isListed = properties.query ? result?.status === 'ready' || withheld : options.length > 0
  const isForeign = values.some((chosen) => !options.some((option) => option.value === chosen))
  const isChecked = useRef(false)
  useEffect(() => {
    if (isListed && !isChecked.current && isForeign) expose('values', undefined)
    isChecked.current ||= isListed
  }, [isListed, isForeign, expose])
  const shared = {
    ...labelOf(props),
    options,
    loading: result?.status === 'loading' || (options.length === 0 && result?.status === 'idle'),
    placeholder: labelOf(props).placeholder ?? t('widgetView.filter.all'),
    error: result?.error && !withheld ? t('widgetView.filter.failed') : undefined,
    help: withheld
      ? t('widgetView.withheldTitle')
      : isCut
        ? t('widgetView.filter.cut', { count: options.length })
        : undefined,
  }
  return (
    // Many chips scroll inside the widget's own cell; its margin leaves room for the focus ring.
    <div className="-m-1 h-[calc(100%+8px)] overflow-y-auto p-1">
      {isMultiple ? (
        <MultiCombobox {...shared} values={values} onChange={change} />
      ) : (
        <Combobox {...shared} value={value} onChange={(next) => change(next === null ? [] : [next])} />
      )}
    </div>
  )
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => item !== null).map(String) : []
}
