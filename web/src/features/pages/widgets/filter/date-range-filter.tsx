import type { WidgetRendererProps } from '@flexoffice/sdk/widget'
import { Button, type DateRange, DateRangeField, IconButton, Popover } from '@flexoffice/ui'
import { CalendarDays, ChevronDown, X } from 'lucide-react'
import { useId, useState } from 'react'
import { formatDate, translate, useMessages } from '../../../../core/i18n/languages.ts'
import { listDatePresets } from './date-presets.ts'
import { labelOf } from './filter-label.ts'

/** Days from one to another, by name or by date; either side may stay open. */
export function DateRangeFilter(props: WidgetRendererProps) {
  const { exposed, expose, emit } = props
  const { t } = useMessages()
  const { label, hideLabel, placeholder } = labelOf(props)
  const given: DateRange = { from: dayOf(exposed.from), to: dayOf(exposed.to) }
  const [typed, setTyped] = useState<DateRange | null>(null)
  const [open, setOpen] = useState(false)
  const id = useId()
  const range = typed ?? given
  const isReversed = range.from !== null && range.to !== null && range.from > range.to
  const isSet = given.from !== null || given.to !== null

  const change = (next: DateRange) => {
    const wrong = next.from !== null && next.to !== null && next.from > next.to
    setTyped(wrong ? next : null)
    if (wrong) return
    expose('from', next.from)
    expose('to', next.to)
    void emit('change')
  }
  const presets = listDatePresets(new Date())
  const text = printRange(given, presets)
  return (
    <div className="flex h-full flex-col gap-1">
      <span id={`${id}-name`} className={hideLabel ? 'sr-only' : 'truncate font-medium'}>
        {label}
      </span>
      <div className="flex items-center gap-1">
        <Popover
          title={label}
          open={open}
          onOpenChange={(next) => {
            setOpen(next)
            if (!next) setTyped(null)
          }}
          trigger={
            <button
              type="button"
              aria-labelledby={`${id}-name ${id}-text`}
              className="flex h-8 w-full min-w-0 items-center gap-2 rounded-md border border-field bg-surface px-2.5 text-left hover:border-muted data-popup-open:border-accent"
            >
              <CalendarDays size={16} strokeWidth={1.75} className="shrink-0 text-faint" aria-hidden />
              <span
                id={`${id}-text`}
                className={isSet ? 'min-w-0 flex-1 truncate' : 'min-w-0 flex-1 truncate text-muted'}
              >
                {text ?? placeholder ?? t('widgetView.filter.anyDate')}
              </span>
              <ChevronDown size={14} className="shrink-0 text-faint" aria-hidden />
            </button>
          }
        >
          <div className="flex w-80 flex-col gap-3">
            <div className="flex flex-wrap gap-1">
              {presets.map((preset) => (
                <Button
                  key={preset.key}
                  size="sm"
                  variant={isSame(preset.range, given) ? 'primary' : 'secondary'}
                  aria-pressed={isSame(preset.range, given)}
                  onClick={() => {
                    change(preset.range)
                    setOpen(false)
                  }}
                >
                  {t(`widgetView.presets.${preset.key}`)}
                </Button>
              ))}
            </div>
            <DateRangeField
              label={label}
              hideLabel
              value={range}
              onChange={change}
              error={isReversed ? t('widgetView.filter.reversed') : undefined}
            />
          </div>
        </Popover>
        {isSet ? (
          <IconButton
            size="sm"
            icon={X}
            label={t('widgetView.filter.clear', { name: label })}
            onClick={() => change({ from: null, to: null })}
          />
        ) : null}
      </div>
    </div>
  )
}

function printRange(range: DateRange, presets: ReturnType<typeof listDatePresets>): string | null {
  const { from, to } = range
  if (from === null && to === null) return null
  const preset = presets.find((entry) => isSame(entry.range, range))
  if (preset) return translate(`widgetView.presets.${preset.key}`)
  if (from === null) return translate('widgetView.filter.until', { day: formatDate(to!) })
  if (to === null) return translate('widgetView.filter.since', { day: formatDate(from) })
  return from === to ? formatDate(from) : `${formatDate(from)} – ${formatDate(to)}`
}

function isSame(left: DateRange, right: DateRange): boolean {
  return left.from === right.from && left.to === right.to
}

function dayOf(value: unknown): string | null {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : null
}
