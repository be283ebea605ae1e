import type { DateRange } from '@flexoffice/ui'

/** Ranges that people ask for by name, as days of the person's own calendar; the last day is included. */
export function listDatePresets(now: Date): Array<{ key: string; range: DateRange }> {
  const year = now.getFullYear()
  const month = now.getMonth()
  const day = (offset: number) => toDay(new Date(year, month, now.getDate() + offset))
  const monthStart = (offset: number) => toDay(new Date(year, month + offset, 1))
  const today = day(0)
  return [
    { key: 'today', range: { from: today, to: today } },
    { key: 'yesterday', range: { from: day(-1), to: day(-1) } },
    { key: 'lastSevenDays', range: { from: day(-6), to: today } },
    { key: 'lastThirtyDays', range: { from: day(-29), to: today } },
    { key: 'thisMonth', range: { from: monthStart(0), to: toDay(new Date(year, month + 1, 0)) } },
    { key: 'lastMonth', range: { from: monthStart(-1), to: toDay(new Date(year, month, 0)) } },
    { key: 'thisYear', range: { from: `${pad(year, 4)}-01-01`, to: `${pad(year, 4)}-12-31` } },
  ]
}

function toDay(date: Date): string {
  return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`
}

function pad(number: number, length: number): string {
  return String(number).padStart(length, '0')
}
