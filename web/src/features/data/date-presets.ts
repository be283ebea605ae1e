import type { DateRange } from '@flexoffice/ui'

/** Ranges that people ask for by name, as days of the person's own calendar. */
export function listDatePresets(now: Date): Array<{ key: string; range: DateRange }> {
  const day = (offset: number) => toDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() + offset))
  const monthStart = (offset: number) => toDay(new Date(now.getFullYear(), now.getMonth() + offset, 1))
  const monthEnd = (offset: number) => toDay(new Date(now.getFullYear(), now.getMonth() + offset + 1, 0))
  return [
    { key: 'today', range: { from: day(0), to: day(0) } },
    { key: 'lastSevenDays', range: { from: day(-6), to: day(0) } },
    { key: 'thisMonth', range: { from: monthStart(0), to: monthEnd(0) } },
    { key: 'lastMonth', range: { from: monthStart(-1), to: monthEnd(-1) } },
    { key: 'thisYear', range: { from: `${now.getFullYear()}-01-01`, to: `${now.getFullYear()}-12-31` } },
  ]
}

function toDay(date: Date): string {
  const pad = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}
