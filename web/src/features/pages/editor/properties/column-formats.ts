import { cellFormats } from '../../widgets/table/format-cell.ts'

type CellFormatName = (typeof cellFormats)[number]

const figures: readonly CellFormatName[] = ['number', 'percent', 'money', 'plain', 'badge']
const moments: readonly CellFormatName[] = ['dateTime', 'date', 'relativeTime', 'plain']
const formatsOf: Readonly<Record<string, readonly CellFormatName[]>> = {
  integer: figures,
  decimal: figures,
  float: figures,
  date: ['date', 'relativeTime', 'plain'],
  datetime: moments,
  timestamp: moments,
  boolean: ['plain', 'badge'],
  text: ['plain', 'badge'],
  uuid: ['plain', 'badge'],
  time: ['plain'],
  json: ['plain'],
  binary: ['plain'],
}

/** The formats that fit a type, all where it is not known; what is set already stays among them. */
export function formatsFor(type: string, held?: string): readonly string[] {
  const fitting = Object.hasOwn(formatsOf, type) ? formatsOf[type]! : cellFormats
  return held === undefined || fitting.some((format) => format === held) ? fitting : [...fitting, held]
}

/** Whether a format is written with as many decimals as its author says. */
export function takesDecimals(format: string | undefined): boolean {
  return format === 'number' || format === 'percent'
}
